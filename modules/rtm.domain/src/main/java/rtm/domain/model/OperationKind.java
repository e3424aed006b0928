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
    RECONCILE_OBSERVED_EXITED
}
