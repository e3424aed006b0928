package rtm.http.message;

import com.dslplatform.json.JsonReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.OperationException;

/** Bodies with one text field, or none, which is all that the contract has. */
public final class JsonBody {

    private JsonBody() {}

    /**
     * Reads the value of a body's only field.
     *
     * @throws OperationException {@code unsupported_media_type} or {@code invalid_request}, naming
     *     the field
     */
    public static String onlyText(Request request, String field) {
        MediaType.requireJson(request.contentTypes(), request.contentEncoding());
        StrictJson.check(request.body());
        byte[] bytes = bytes(request.body());
        try {
            return read(JsonObjectWriter.reader(bytes), field)
                    .orElseThrow(() -> invalid("the field " + field + " is missing"));
        } catch (IOException broken) {
            throw new OperationException(
                    ErrorCode.INVALID_REQUEST, "the body could not be read", broken);
        }
    }

    /**
     * Checks that nothing was said where there is nothing to say: no body, or an empty object.
     *
     * @throws OperationException {@code invalid_request}
     */
    public static void requireNothing(Request request) {
        if (!request.body().hasRemaining()) {
            return;
        }
        StrictJson.check(request.body());
        try {
            JsonReader<Object> json = JsonObjectWriter.reader(bytes(request.body()));
            json.getNextToken();
            if (json.getNextToken() != '}') {
                throw invalid(
                        "the field %s is unknown; no body is expected"
                                .formatted(Sanitized.of(json.readKey())));
            }
        } catch (IOException broken) {
            throw new OperationException(
                    ErrorCode.INVALID_REQUEST, "the body could not be read", broken);
        }
    }

    /** The strict pass came before: there is an object, and no name in it stands twice. */
    private static Optional<String> read(JsonReader<Object> json, String field) throws IOException {
        json.getNextToken();
        if (json.getNextToken() == '}') {
            return Optional.empty();
        }
        String name = json.readKey();
        if (!name.equals(field)) {
            throw invalid("the field " + Sanitized.of(name) + " is unknown; expected " + field);
        }
        if (json.last() != '"') {
            throw invalid("the field " + field + " must be a text");
        }
        String value = json.readString();
        if (json.getNextToken() == ',') {
            json.getNextToken();
            throw invalid("the field " + Sanitized.of(json.readKey()) + " is unknown");
        }
        return Optional.of(value);
    }

    private static byte[] bytes(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }

    private static OperationException invalid(String message) {
        return new OperationException(ErrorCode.INVALID_REQUEST, message);
    }
}
