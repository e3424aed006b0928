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
}
