package rtm.domain.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;

/**
 * The streams of jobs, and their saved offsets ({@code rtmanager:stream_offsets:startjobs} and
 * {@code …:stopjobs}). Throws {@link rtm.domain.model.DependencyUnavailableException} when Redis
 * does not answer in time.
 */
public interface JobStreams {

    /** The key of a stream, for references and log lines. */
    String key(JobStream stream);

    /**
     * The saved offset of a stream with this name; empty if none was saved for this name, or if it
     * is unreadable.
     */
    Optional<StreamOffset> savedOffset(JobStream stream);

    /** Saves an offset: every entry up to it is processed. */
    void saveOffset(JobStream stream, StreamOffset offset);

    /**
     * Reads entries of both streams in one call; waits if there are none.
     *
     * @param after where to read in each stream: after this entry
     * @param count the most entries to read from each stream
     * @param block how long to wait for the first entry
     * @return what was read; its memory is bounded, whatever the entries are
     */
    Batch read(Map<JobStream, EntryId> after, int count, Duration block);

    /**
     * The result of a read.
     *
     * @param entries the entries of each stream, in order; a stream without entries may be missing
     * @param cutShort the streams with entries that were left out because the ones before them are
     *     large; the next read gets them
     */
    record Batch(Map<JobStream, List<JobEntry>> entries, Set<JobStream> cutShort) {

        /** Nothing. */
        public static final Batch EMPTY = new Batch(Map.of(), Set.of());

        /** The entries of a stream. */
        public List<JobEntry> of(JobStream stream) {
            return entries.getOrDefault(stream, List.of());
        }
    }

    /**
     * The first entry that a stream holds now.
     *
     * @param key the key of any stream
     * @return empty if the stream is empty or does not exist
     */
    Optional<EntryId> firstEntry(String key);

    /** Ends a waiting {@link #read}, which then returns what it has; later reads work as usual. */
    void wake();

    /** What Redis reports about a stream. */
    StreamFacts facts(JobStream stream);

    /**
     * What Redis reports about a stream.
     *
     * @param exists whether the key exists
     * @param length the number of entries
     * @param lastGenerated the highest id that was ever assigned
     * @param first the id of the first entry; empty if there is none
     * @param added how many entries were ever added; empty if the server does not report it (before
     *     7.0)
     */
    record StreamFacts(
            boolean exists,
            long length,
            EntryId lastGenerated,
            Optional<EntryId> first,
            OptionalLong added) {

        /** A stream that does not exist. */
        public static final StreamFacts ABSENT =
                new StreamFacts(false, 0, EntryId.ZERO, Optional.empty(), OptionalLong.empty());
    }
}
