package rtm.domain.model;

/** How an operation ended. */
public sealed interface Verdict {

    /** It did what was requested. */
    record Done() implements Verdict {}

    /** There was nothing to do. */
    record Replayed() implements Verdict {}

    /**
     * It failed; what it had started was removed.
     *
     * @param code the code to report
     * @param message an explanation for an operator
     */
    record Failed(ErrorCode code, String message) implements Verdict {}
}
