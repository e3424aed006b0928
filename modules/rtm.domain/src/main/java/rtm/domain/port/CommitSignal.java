package rtm.domain.port;

/**
 * Called after each commit that added messages to the outbox, so that they are published at once.
 */
@FunctionalInterface
public interface CommitSignal {

    /** Returns at once. */
    void committed();
}
