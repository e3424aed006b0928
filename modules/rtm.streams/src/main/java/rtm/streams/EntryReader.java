package rtm.streams;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.port.JobStreams.Batch;
import rtm.streams.wire.ReplyBounds;

/**
 * Reads the reply to XREAD: streams, their entries, and the unchanged fields of each entry. A null
 * instead of an entry means that the reply was cut short there.
 */
final class EntryReader {

    private final Map<String, JobStream> streams;

    EntryReader(Map<String, JobStream> streams) {
        this.streams = streams;
    }

    Batch read(@Nullable Object reply) {
        Map<JobStream, List<JobEntry>> entries = new EnumMap<>(JobStream.class);
        Set<JobStream> cutShort = EnumSet.noneOf(JobStream.class);
        for (Object each : list(reply)) {
            List<?> keyAndEntries = list(each);
            JobStream stream = streams.get(Text.answer(keyAndEntries.get(0)));
            if (stream != null) {
                List<?> all = list(keyAndEntries.get(1));
                List<JobEntry> read = entries(stream, all);
                entries.put(stream, read);
                if (read.size() < all.size()) {
                    cutShort.add(stream);
                }
            }
        }
        return new Batch(entries, cutShort);
    }

    private static List<JobEntry> entries(JobStream stream, List<?> reply) {
        List<JobEntry> entries = new ArrayList<>(reply.size());
        for (Object each : reply) {
            if (each == null) {
                break;
            }
            List<?> idAndFields = list(each);
            EntryId id = EntryId.parse(Text.answer(idAndFields.get(0)));
            List<?> fields = list(idAndFields.get(1));
            entries.add(new JobEntry(stream, id, fields(fields), isTooLarge(fields)));
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

    private static boolean isTooLarge(List<?> fields) {
        ReplyBounds.Size size = new ReplyBounds.Size();
        fields.forEach(element -> size.add(element instanceof byte[] bytes ? bytes : null));
        return size.exceeded() || ReplyBounds.tooMany(fields.size());
    }

    private static String text(@Nullable Object element) {
        return element instanceof byte[] bytes ? Text.read(bytes) : "";
    }

    private static List<?> list(@Nullable Object reply) {
        return reply instanceof List<?> list ? list : List.of();
    }
}
