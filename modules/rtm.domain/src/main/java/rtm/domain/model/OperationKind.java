package rtm.domain.model;

/** What an operation does; one row of the operation log each. */
public enum OperationKind implements WireName {
    START,
    STOP,
    RESTART,
    PATCH,
    CLEANUP_CONTAINER,
    RECONCILE_ADOPT,
    RECONCILE_DISPOSE,
    RECONCILE_OBSERVED_EXITED;

    /**
     * Whether the operation is about the image that the record has, so that nobody asks for one.
     */
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
