package rtm.domain.model;

/** Why a stop was asked for; the set is the contract's (examples, stop a runtime). */
public enum StopReason implements WireName {
    ORPHAN_CLEANUP,
    CANCELLED,
    FINISHED,
    ADMIN_REQUEST,
    TIMEOUT
}
