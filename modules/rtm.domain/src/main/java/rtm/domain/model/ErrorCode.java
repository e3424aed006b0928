package rtm.domain.model;

/** Every error that this service reports to others, by its name in the contract. */
public enum ErrorCode implements WireName {
    INVALID_REQUEST(ErrorKind.CALLER),
    START_CONFIG_INVALID(ErrorKind.CALLER),
    IMAGE_REF_NOT_SEMVER(ErrorKind.CALLER),
    UNAUTHORIZED(ErrorKind.CALLER),
    /** A browser sent it for a page of another server, or an engine sent it. */
    FORBIDDEN(ErrorKind.CALLER),
    NOT_FOUND(ErrorKind.CALLER),
    METHOD_NOT_ALLOWED(ErrorKind.CALLER),
    PAYLOAD_TOO_LARGE(ErrorKind.CALLER),
    UNSUPPORTED_MEDIA_TYPE(ErrorKind.CALLER),
    CONFLICT(ErrorKind.STATE),
    SEMVER_PATCH_ONLY(ErrorKind.STATE),
    IMAGE_PULL_FAILED(ErrorKind.ENGINE),
    CONTAINER_START_FAILED(ErrorKind.ENGINE),
    SERVICE_UNAVAILABLE(ErrorKind.DEPENDENCY),
    /** Only in the operation log: the process died before it finished a request over HTTP. */
    INTERRUPTED(ErrorKind.INTERNAL),
    INTERNAL_ERROR(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    ErrorCode(ErrorKind kind) {
        this.kind = kind;
    }

    /** Who can fix it. */
    public ErrorKind kind() {
        return kind;
    }

    /**
     * Whether admins are notified of a start that failed with this code: true for the contract's
     * three failures of a first start.
     */
    public boolean reportedToAdmins() {
        return switch (this) {
            case START_CONFIG_INVALID, IMAGE_PULL_FAILED, CONTAINER_START_FAILED -> true;
            case INVALID_REQUEST,
                    IMAGE_REF_NOT_SEMVER,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    PAYLOAD_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    CONFLICT,
                    SEMVER_PATCH_ONLY,
                    SERVICE_UNAVAILABLE,
                    INTERRUPTED,
                    INTERNAL_ERROR ->
                    false;
        };
    }
}
