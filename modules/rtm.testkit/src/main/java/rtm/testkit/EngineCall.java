package rtm.testkit;

/** The calls that a {@link FakeContainerEngine} takes, for recording them and for failing them. */
public enum EngineCall {
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
