package rtm.domain.rule;

import rtm.domain.model.EntryId;
import rtm.domain.port.JobStreams.StreamFacts;

/** Whether a stream is still the one that a position belongs to. */
public sealed interface StreamContinuity {

    /** It is. */
    record Intact() implements StreamContinuity {}

    /**
     * Entries after the position were trimmed or deleted before they were read; reading continues
     * with the remaining entries.
     *
     * @param highestDeleted the highest removed id
     */
    record Trimmed(EntryId highestDeleted) implements StreamContinuity {}

    /**
     * The stream is younger than the position: Redis lost its data. No id after the position may
     * ever come, so reading starts again from the beginning.
     *
     * @param lastGenerated the highest id that the stream ever assigned
     */
    record Younger(EntryId lastGenerated) implements StreamContinuity {}

    /** Checks a position against what Redis reports about the stream. */
    static StreamContinuity judge(EntryId position, StreamFacts facts) {
        if (facts.lastGenerated().compareTo(position) < 0) {
            return new Younger(facts.lastGenerated());
        }
        return facts.highestDeleted()
                .filter(deleted -> deleted.compareTo(position) > 0)
                .<StreamContinuity>map(Trimmed::new)
                .orElseGet(Intact::new);
    }
}
