package rtm.store.table;

import java.util.Optional;
import rtm.domain.model.Verdict;

/**
 * A verdict as columns of the operation log.
 *
 * @param outcome {@code success} or {@code failure}
 * @param errorCode the error code; a replay without effect has one too (examples, job results)
 * @param errorMessage the message of a failure, cut to the limit of a row
 */
record OutcomeColumns(String outcome, Optional<String> errorCode, Optional<String> errorMessage) {

    /** The longest message that a row holds. */
    static final int LONGEST_MESSAGE = 2000;

    static OutcomeColumns of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Done _ ->
                    new OutcomeColumns("success", Optional.empty(), Optional.empty());
            case Verdict.Replayed _ ->
                    new OutcomeColumns("success", Optional.of("replay_no_op"), Optional.empty());
            case Verdict.Failed(var code, var message) ->
                    new OutcomeColumns(
                            "failure", Optional.of(code.wire()), Optional.of(cut(message)));
        };
    }

    private static String cut(String message) {
        if (message.length() <= LONGEST_MESSAGE) {
            return message;
        }
        int end = LONGEST_MESSAGE - 1;
        // Do not cut a character in half.
        return message.substring(
                        0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }
}
