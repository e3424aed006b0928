package rtm.domain.model;

/** The state of a row in the operation log. */
public enum OperationOutcome implements WireName {
    IN_PROGRESS,
    SUCCESS,
    FAILURE
}
