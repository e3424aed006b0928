package rtm.domain.model;

import java.util.OptionalLong;

/**
 * How far a job stream was read or processed.
 *
 * @param id the last entry
 * @param added how many entries the stream ever got up to this one, removed ones included; empty if
 *     unknown
 */
public record StreamOffset(EntryId id, OptionalLong added) implements PrintedName {

    /** Before the first entry of a stream. */
    public static final StreamOffset BEGINNING = new StreamOffset(EntryId.ZERO, OptionalLong.of(0));

    /** An entry whose number is unknown. */
    public static StreamOffset at(EntryId id) {
        return new StreamOffset(id, OptionalLong.empty());
    }

    /** The offset after reading that many entries more, the last of which has the given id. */
    public StreamOffset after(EntryId last, int entries) {
        return new StreamOffset(
                last,
                added.isPresent()
                        ? OptionalLong.of(added.getAsLong() + entries)
                        : OptionalLong.empty());
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
