package rtm.domain.port;

/**
 * Says what was committed, so that those who wait for it look at once. It may say too much or too
 * little: everybody looks again anyway, after a while.
 */
@FunctionalInterface
public interface CommitSignal {

    /** Messages were added to the outbox. Returns at once. */
    void committed();

    /** A job was assigned to the node of this process. Returns at once. */
    default void assigned() {}

    /**
     * The row of a job was closed. Returns at once.
     *
     * @param row its number
     */
    default void closed(long row) {}

    /**
     * The process that has taken the row of a job tries it no longer and cannot close it. It says
     * so again and again. Returns at once.
     *
     * @param row its number
     */
    default void skipped(long row) {}
}
