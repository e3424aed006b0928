package rtm.http.message;

import rtm.domain.model.ErrorCode;

/** The status code of each error. */
public final class HttpStatus {

    static final int OK = 200;

    private HttpStatus() {}

    public static int of(ErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST, START_CONFIG_INVALID, IMAGE_REF_NOT_SEMVER -> 400;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case CONFLICT, SEMVER_PATCH_ONLY -> 409;
            case PAYLOAD_TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case INTERRUPTED, INTERNAL_ERROR -> 500;
            case IMAGE_PULL_FAILED, CONTAINER_START_FAILED -> 502;
            case SERVICE_UNAVAILABLE -> 503;
        };
    }
}
