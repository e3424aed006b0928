package rtm.domain.model;

/** What an operation does; each operation has one row in the operation log. */
public enum OperationKind implements WireName {
    START,
    STOP,
    RESTART,
    PATCH,
    CLEANUP_CONTAINER,
    RECONCILE_ADOPT,
    RECONCILE_DISPOSE,
    RECONCILE_OBSERVED_EXITED;

    /** Whether the operation uses the image of the record, so that its request names none. */
    public boolean isAboutTheRecordsImage() {
        return switch (this) {
            case RESTART, CLEANUP_CONTAINER -> true;
            case START,
                    STOP,
                    PATCH,
                    RECONCILE_ADOPT,
                    RECONCILE_DISPOSE,
                    RECONCILE_OBSERVED_EXITED ->
                    false;
        };
    }

    /** Whether the operation may give an engine to a game that has none. */
    public boolean needsHostName() {
        return switch (this) {
            case START, RESTART, RECONCILE_ADOPT -> true;
            case STOP, PATCH, CLEANUP_CONTAINER, RECONCILE_DISPOSE, RECONCILE_OBSERVED_EXITED ->
                    false;
        };
    }
}
