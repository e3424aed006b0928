package rtm.domain.port;

/** Told after each commit that left messages to others, so that they go out at once. */
@FunctionalInterface
public interface CommitSignal {

    /** Returns at once. */
    void committed();
}
