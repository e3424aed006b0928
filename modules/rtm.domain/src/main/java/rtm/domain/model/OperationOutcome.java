package rtm.domain.model;

/** How a row of the operation log stands. */
public enum OperationOutcome implements WireName {
    IN_PROGRESS,
    SUCCESS,
    FAILURE
}
