package rtm.domain.model;

/** Who requested an operation. */
public enum OperationSource implements WireName {
    LOBBY_STREAM,
    GM_REST,
    ADMIN_REST,
    AUTO_TTL,
    AUTO_RECONCILE
}
