package rtm.http.message;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import rtm.domain.model.ErrorCode;

/** The one envelope of all errors (examples). */
public final class ErrorAnswer {

    private static final String AWAY =
            "{\"error\":{\"code\":\"service_unavailable\",\"message\":\"";
    private static final String RETRY_AFTER_SECONDS = "5";

    private ErrorAnswer() {}

    public static Answer of(ErrorCode code, String message) {
        return Answer.error(
                HttpStatus.of(code),
                JsonObjectWriter.object(envelope ->
                        envelope.object(
                                "error",
                                error -> error.text("code", code.wire()).text("message", message))),
                headers(code));
    }

    /**
     * The same answer; if something is away, the message begins with where it is.
     *
     * @param where text that stands in JSON as it is
     */
    public static Answer named(String where, Answer answer) {
        if (answer.status() != HttpStatus.of(ErrorCode.SERVICE_UNAVAILABLE)) {
            return answer;
        }
        String body = StandardCharsets.UTF_8.decode(answer.body().duplicate()).toString();
        return body.startsWith(AWAY)
                ? Answer.passedOn(
                        answer.status(),
                        answer.contentType(),
                        StandardCharsets.UTF_8.encode(
                                AWAY + where + ": " + body.substring(AWAY.length())),
                        answer.headers())
                : answer;
    }

    private static Map<String, String> headers(ErrorCode code) {
        return switch (code) {
            case SERVICE_UNAVAILABLE -> Map.of("Retry-After", RETRY_AFTER_SECONDS);
            case UNAUTHORIZED -> Map.of("WWW-Authenticate", "Bearer");
            case INVALID_REQUEST,
                    START_CONFIG_INVALID,
                    IMAGE_REF_NOT_SEMVER,
                    FORBIDDEN,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    PAYLOAD_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    CONFLICT,
                    SEMVER_PATCH_ONLY,
                    IMAGE_PULL_FAILED,
                    CONTAINER_START_FAILED,
                    INTERRUPTED,
                    INTERNAL_ERROR ->
                    Map.of();
        };
    }
}
