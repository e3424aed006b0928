package rtm.domain.model;

import java.util.List;

/**
 * One entry of a job stream as it was read, not yet validated.
 *
 * @param stream its stream
 * @param id its id there
 * @param fields its fields in order, with repetitions; invalid UTF-8 became replacement characters
 */
public record JobEntry(JobStream stream, EntryId id, List<Field> fields) {

    /** Keeps its own copy of the fields. */
    public JobEntry {
        fields = List.copyOf(fields);
    }

    /**
     * One field of an entry.
     *
     * @param name its name
     * @param value its value
     */
    public record Field(String name, String value) {}
}
