package rtm.streams;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;

/** Reads the reply to XREAD: streams, their entries, and the unchanged fields of each entry. */
final class EntryReader {

    private final Map<String, JobStream> streams;

    EntryReader(Map<String, JobStream> streams) {
        this.streams = streams;
    }

    Map<JobStream, List<JobEntry>> read(@Nullable Object reply) {
        Map<JobStream, List<JobEntry>> entries = new EnumMap<>(JobStream.class);
        for (Object each : list(reply)) {
            List<?> keyAndEntries = list(each);
            JobStream stream = streams.get(Text.answer(keyAndEntries.get(0)));
            if (stream != null) {
                entries.put(stream, entries(stream, list(keyAndEntries.get(1))));
            }
        }
        return entries;
    }

    private static List<JobEntry> entries(JobStream stream, List<?> reply) {
        List<JobEntry> entries = new ArrayList<>(reply.size());
        for (Object each : reply) {
            List<?> idAndFields = list(each);
            EntryId id = EntryId.parse(Text.answer(idAndFields.get(0)));
            entries.add(new JobEntry(stream, id, fields(list(idAndFields.get(1)))));
        }
        return entries;
    }

    private static List<JobEntry.Field> fields(List<?> reply) {
        List<JobEntry.Field> fields = new ArrayList<>(reply.size() / 2);
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            fields.add(new JobEntry.Field(text(reply.get(i)), text(reply.get(i + 1))));
        }
        return fields;
    }

    private static String text(@Nullable Object element) {
        return element instanceof byte[] bytes ? Text.read(bytes) : "";
    }

    private static List<?> list(@Nullable Object reply) {
        return reply instanceof List<?> list ? list : List.of();
    }
}
