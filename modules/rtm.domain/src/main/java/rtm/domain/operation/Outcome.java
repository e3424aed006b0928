package rtm.domain.operation;

import java.util.Optional;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.Verdict;

/** What a request came to, once it is committed. */
public sealed interface Outcome {

    /**
     * It is settled.
     *
     * @param verdict how it ended
     * @param record the record as it is now, where there is one
     */
    record Settled(Verdict verdict, Optional<RuntimeRecord> record) implements Outcome {}

    /** The job's result had been committed before. */
    record AlreadyDone() implements Outcome {}
}
