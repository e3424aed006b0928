package rtm.domain.model;

import java.util.List;

/**
 * One entry of a job stream as it was read, before anything in it is believed.
 *
 * @param stream which stream
 * @param id its id there
 * @param fields in the order of the entry, repetitions included; text that was no UTF-8 carries
 *     replacement characters
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
