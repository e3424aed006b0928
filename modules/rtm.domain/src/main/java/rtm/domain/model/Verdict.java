package rtm.domain.model;

/** How an operation ended. */
public sealed interface Verdict {

    /** It did what was asked. */
    record Done() implements Verdict {}

    /** What was asked was so already; nothing was done. */
    record Replayed() implements Verdict {}

    /**
     * It failed; what it had begun was cleared away.
     *
     * @param code what others are told
     * @param message in words for an operator
     */
    record Failed(ErrorCode code, String message) implements Verdict {}
}
