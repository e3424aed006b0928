package rtm.domain.model;

/** Who asked for an operation. */
public enum OperationSource implements Wire {
    LOBBY_STREAM,
    GM_REST,
    ADMIN_REST,
    AUTO_TTL,
    AUTO_RECONCILE
}
