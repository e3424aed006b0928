package rtm.main.client.call;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rtm.domain.text.PlainText;

/** Reads the JSON of an answer into maps, lists, texts, numbers and truth values. */
public final class AnswerReader {

    private static final JsonFactory FACTORY = new JsonFactory();

    private AnswerReader() {}

    /**
     * The fields of an answer.
     *
     * @throws UnreachableException if it is not one JSON object: another program listens there
     */
    public static Fields object(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                Map<String, @Nullable Object> fields = fields(parser);
                if (parser.nextToken() == null) {
                    return new Fields(fields);
                }
            }
        } catch (JsonProcessingException _) {
            // The same words as for another value.
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        throw new UnreachableException(
                "The answer is not the service's: "
                        + PlainText.clipped(PlainText.line(text), 80)
                        + ". Does another program listen there?");
    }

    private static Map<String, @Nullable Object> fields(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields;
    }

    private static List<@Nullable Object> items(JsonParser parser) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return items;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> fields(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }
}
