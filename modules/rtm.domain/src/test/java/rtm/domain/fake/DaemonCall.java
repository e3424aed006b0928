package rtm.domain.fake;

/** The calls that a {@link FakeContainerDaemon} takes, for recording them and for failing them. */
public enum DaemonCall {
    CONTAINERS_OF,
    OWNED,
    INSPECT,
    REQUIRE_NETWORK,
    IMAGE_LABELS,
    PULL,
    CREATE,
    START,
    STOP,
    REMOVE,
    LOGS,
    RENAME,
    ADDRESS
}
