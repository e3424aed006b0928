package rtm.http.message;

import java.util.Optional;
import java.util.SequencedMap;
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
        SequencedMap<String, Optional<String>> fields = StrictJson.fields(request.body());
        if (fields.isEmpty()) {
            throw invalid("the field " + field + " is missing");
        }
        String first = fields.firstEntry().getKey();
        if (!first.equals(field)) {
            throw invalid("the field " + Sanitized.of(first) + " is unknown; expected " + field);
        }
        String text =
                fields.firstEntry()
                        .getValue()
                        .orElseThrow(() -> invalid("the field " + field + " must be a text"));
        if (fields.size() > 1) {
            String second = fields.sequencedKeySet().stream().skip(1).findFirst().orElseThrow();
            throw invalid("the field " + Sanitized.of(second) + " is unknown");
        }
        return text;
    }

    /**
     * Requires no body, or an empty object, where there is nothing to say.
     *
     * @throws OperationException {@code invalid_request}
     */
    public static void requireNothing(Request request) {
        if (!request.body().hasRemaining()) {
            return;
        }
        SequencedMap<String, Optional<String>> fields = StrictJson.fields(request.body());
        if (!fields.isEmpty()) {
            throw invalid(
                    "the field %s is unknown; no body is expected"
                            .formatted(Sanitized.of(fields.firstEntry().getKey())));
        }
    }

    private static OperationException invalid(String message) {
        return new OperationException(ErrorCode.INVALID_REQUEST, message);
    }
}
