package rtm.domain.rule;

import java.util.Optional;
import java.util.OptionalLong;
import rtm.domain.model.EntryId;
import rtm.domain.model.StreamOffset;
import rtm.domain.port.JobStreams.StreamFacts;

/**
 * Whether a stream is still the one that a position belongs to, and whether entries were removed
 * before they were read. Redis counts the entries that were ever added. If all remaining entries
 * are unread, or none is, the count shows how many entries are missing after the position.
 */
public sealed interface StreamContinuity {

    /** The position from which reading continues, with a number that is known better now. */
    StreamOffset position();

    /** It is the same stream, and no loss is known. */
    record Intact(StreamOffset position) implements StreamContinuity {}

    /**
     * Entries after the position were trimmed or deleted before they were read; reading continues
     * with the remaining entries.
     *
     * @param lost how many; empty if some may have been read, because the position's number was
     *     unknown
     */
    record Trimmed(StreamOffset position, OptionalLong lost) implements StreamContinuity {}

    /**
     * The stream is younger than the position: Redis lost its data. No id after the position may
     * ever come, so reading starts again from the beginning.
     *
     * @param lastGenerated the highest id that the stream ever assigned
     */
    record Younger(StreamOffset position, EntryId lastGenerated) implements StreamContinuity {}

    /**
     * The stream was deleted and created again: its count started again. What the deleted stream
     * had after the position is lost, and how much that was is unknown. Reading starts again from
     * the beginning, since none of the entries was read.
     *
     * @param added how many entries were added to the new stream
     */
    record Recreated(StreamOffset position, long added) implements StreamContinuity {}

    /** Checks a position against what Redis reports about the stream. */
    static StreamContinuity judge(StreamOffset position, StreamFacts facts) {
        EntryId last = facts.lastGenerated();
        if (last.compareTo(position.id()) < 0) {
            return new Younger(beginning(facts), last);
        }
        if (facts.added().isEmpty()) {
            return new Intact(position);
        }
        long added = facts.added().getAsLong();
        Optional<Long> unread = unread(position.id(), facts);
        // Without a known rest, at least nothing that was counted can be uncounted.
        long before = added - unread.orElse(0L);
        if (position.added().isPresent() && before < position.added().getAsLong()) {
            return new Recreated(beginning(facts), added);
        }
        return unread.isEmpty() ? new Intact(position) : counted(position, before, last);
    }

    /**
     * @param before how many entries were added up to the position
     */
    private static StreamContinuity counted(StreamOffset position, long before, EntryId last) {
        StreamOffset counted = new StreamOffset(position.id(), OptionalLong.of(before));
        if (position.added().isEmpty()) {
            return last.equals(position.id())
                    ? new Intact(counted)
                    : new Trimmed(counted, OptionalLong.empty());
        }
        long lost = before - position.added().getAsLong();
        return lost > 0 ? new Trimmed(counted, OptionalLong.of(lost)) : new Intact(counted);
    }

    /** Entries that are missing now were removed before, perhaps after they were read. */
    private static StreamOffset beginning(StreamFacts facts) {
        return facts.added().isEmpty()
                ? StreamOffset.BEGINNING
                : new StreamOffset(
                        EntryId.ZERO, OptionalLong.of(facts.added().getAsLong() - facts.length()));
    }

    /** How many entries after the position remain; empty if the facts do not show it. */
    private static Optional<Long> unread(EntryId position, StreamFacts facts) {
        boolean allAreUnread =
                facts.first().filter(first -> first.compareTo(position) <= 0).isEmpty();
        if (allAreUnread) {
            return Optional.of(facts.length());
        }
        return facts.lastGenerated().equals(position) ? Optional.of(0L) : Optional.empty();
    }
}
