package rtm.domain.model;

import java.util.List;

/**
 * One entry of a job stream as it was read, not yet validated.
 *
 * @param stream its stream
 * @param id its id there
 * @param fields its fields in order, with repetitions; invalid UTF-8 became replacement characters
 * @param tooLarge whether it has more than 256 KiB, so that only a part of it was read
 */
public record JobEntry(JobStream stream, EntryId id, List<Field> fields, boolean tooLarge) {

    private static final long FIELD = 64;

    /** Keeps its own copy of the fields. */
    public JobEntry {
        fields = List.copyOf(fields);
    }

    /** An entry that was read whole. */
    public JobEntry(JobStream stream, EntryId id, List<Field> fields) {
        this(stream, id, fields, false);
    }

    /** How much memory it takes, estimated in characters. */
    public long weight() {
        return fields.stream()
                .mapToLong(field -> FIELD + field.name().length() + field.value().length())
                .sum();
    }

    /**
     * One field of an entry.
     *
     * @param name its name
     * @param value its value
     */
    public record Field(String name, String value) {}
}
