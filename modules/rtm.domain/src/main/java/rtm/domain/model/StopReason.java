package rtm.domain.model;

/** Why a stop was requested; the contract defines the set (examples, stop a runtime). */
public enum StopReason implements WireName {
    ORPHAN_CLEANUP,
    CANCELLED,
    FINISHED,
    ADMIN_REQUEST,
    TIMEOUT
}
