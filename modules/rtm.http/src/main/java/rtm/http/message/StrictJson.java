package rtm.http.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.OperationException;

/**
 * Reads a body in one strict pass: valid UTF-8, one object and nothing after it, no name twice, not
 * too deep, no text too long.
 */
final class StrictJson {

    static final int DEEPEST = 32;
    static final int LONGEST_TEXT = 4096;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_NUMBER = 64;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxNameLength(LONGEST_NAME)
                                    .maxNumberLength(LONGEST_NUMBER)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Names come from outside: they must not fill a table, and a pool per thread
                    // is lost on virtual threads.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                    .build();

    private StrictJson() {}

    /**
     * The fields of a body's object, in their order; the value is empty where it is not a text.
     *
     * @throws OperationException {@code invalid_request}, with what is wrong
     */
    static SequencedMap<String, Optional<String>> fields(ByteBuffer body) {
        if (!body.hasRemaining()) {
            throw invalid("the body is empty; a JSON object is expected");
        }
        try (JsonParser parser = FACTORY.createParser(text(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("the body must be a JSON object");
            }
            SequencedMap<String, Optional<String>> fields = fields(parser);
            if (parser.nextToken() != null) {
                throw invalid("the body goes on after its JSON object");
            }
            return fields;
        } catch (JsonProcessingException broken) {
            throw invalid("the body is not valid JSON" + place(broken));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static SequencedMap<String, Optional<String>> fields(JsonParser parser)
            throws IOException {
        SequencedMap<String, Optional<String>> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            fields.put(parser.currentName(), value(parser));
        }
        return fields;
    }

    /** The parser itself finds an end that comes too soon. */
    private static Optional<String> value(JsonParser parser) throws IOException {
        int depth = 0;
        Optional<String> text = Optional.empty();
        do {
            JsonToken token = parser.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.VALUE_STRING) {
                String value = bounded(parser);
                text = depth == 0 ? Optional.of(value) : Optional.empty();
            }
        } while (depth > 0);
        return text;
    }

    /** Only a text that is asked for is decoded, and its escapes checked. */
    private static String bounded(JsonParser parser) throws IOException {
        if (parser.getTextLength() > LONGEST_TEXT) {
            throw invalid("a text in the body is longer than " + LONGEST_TEXT + " characters");
        }
        return parser.getText();
    }

    /** Characters rather than bytes, since the parser would guess at other encodings. */
    private static String text(ByteBuffer body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(body.duplicate()).toString();
        } catch (CharacterCodingException broken) {
            throw invalid("the body is not valid UTF-8");
        }
    }

    /** A limit that is passed has no place. */
    private static String place(JsonProcessingException broken) {
        JsonLocation location = broken.getLocation();
        String place =
                location == null
                        ? ""
                        : " (line %d, column %d)"
                                .formatted(location.getLineNr(), location.getColumnNr());
        return place + ": " + Sanitized.of(broken.getOriginalMessage());
    }

    private static OperationException invalid(String message) {
        return new OperationException(ErrorCode.INVALID_REQUEST, message);
    }
}
