package rtm.http.endpoint;

import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.JsonObjectWriter;

/** The answer to an operation: the game's record, or the error. */
final class OutcomeAnswer {

    /** There was nothing to do. */
    private static final String NO_CHANGE = "X-Galaxy-No-Change";

    private OutcomeAnswer() {}

    /** Answers with the outcome of an operation. */
    static Answer of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Settled(Verdict verdict, Optional<RuntimeRecord> runtime) ->
                    of(verdict, runtime);
            case Outcome.AlreadyDone _ ->
                    throw new IllegalStateException("only a job can be done already");
        };
    }

    private static Answer of(Verdict verdict, Optional<RuntimeRecord> runtime) {
        return switch (verdict) {
            case Verdict.Done _ -> of(runtime.orElseThrow());
            case Verdict.Replayed _ -> of(runtime.orElseThrow()).with(NO_CHANGE, "true");
            case Verdict.Failed(ErrorCode code, String message) -> ErrorAnswer.of(code, message);
        };
    }

    static Answer of(RuntimeRecord runtime) {
        return Answer.ok(JsonObjectWriter.object(json -> RecordJson.write(json, runtime)));
    }
}
