package rtm.domain.model;

/** What this service cannot work without, in the order in which readiness checks name them. */
public enum Dependency {
    POSTGRES("postgres"),
    REDIS("redis"),
    DOCKER("docker"),
    DOCKER_NETWORK("docker network"),
    STATE_ROOT("state root"),
    /** Another node, on which a game is. */
    NODE("node"),
    /** An operator, who has to end a drain. */
    DRAIN("drain");

    private final String words;

    Dependency(String words) {
        this.words = words;
    }

    /** The name that operators read. */
    public String words() {
        return words;
    }
}
