package rtm.domain.rule;

import java.util.ArrayList;
import java.util.List;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;

/** Stream entries for tests. */
final class SampleJobEntries {

    private SampleJobEntries() {}

    /** An entry with names and values in turn. */
    static JobEntry entry(JobStream stream, String... namesAndValues) {
        List<JobEntry.Field> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new JobEntry.Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new JobEntry(stream, new EntryId(1, 0), fields);
    }

    /** An entry of which only stream and id matter. */
    static JobEntry entry(JobStream stream, EntryId id) {
        return new JobEntry(stream, id, List.of());
    }
}
