package rtm.domain.rule;

import rtm.domain.model.EntryId;
import rtm.domain.port.JobStreams.StreamFacts;

/** Whether a stream still is the one that a position belongs to. */
public sealed interface StreamContinuity {

    /** It is. */
    record Intact() implements StreamContinuity {}

    /**
     * Entries beyond the position were trimmed or deleted before they were read; reading goes on
     * with what is there.
     *
     * @param highestDeleted the highest id that went
     */
    record Trimmed(EntryId highestDeleted) implements StreamContinuity {}

    /**
     * The stream is younger than the position: Redis lost its data. Ids that the position waits for
     * would never come, so reading begins anew at the start.
     *
     * @param lastGenerated the highest id that the stream ever gave
     */
    record Younger(EntryId lastGenerated) implements StreamContinuity {}

    /** Judges a position by what Redis knows of the stream. */
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
