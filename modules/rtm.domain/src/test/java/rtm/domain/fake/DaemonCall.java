package rtm.domain.fake;

/** The calls of a {@link FakeContainerDaemon}, for recording and failing them. */
public enum DaemonCall {
    CONTAINERS_OF,
    OWNED,
    INSPECT,
    REQUIRE_NETWORK,
    IMAGE_LABELS,
    PULL,
    IMAGES,
    REMOVE_IMAGE,
    CREATE,
    START,
    STOP,
    REMOVE,
    LOGS,
    SET_ASIDE,
    PUT_BACK,
    ATTACH,
    ADDRESS
}
