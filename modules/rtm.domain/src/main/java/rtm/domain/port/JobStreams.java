package rtm.domain.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;

/**
 * The streams of jobs, and their saved offsets ({@code rtmanager:stream_offsets:startjobs} and
 * {@code …:stopjobs}). Throws {@link rtm.domain.model.DependencyUnavailableException} when Redis
 * does not answer in time.
 */
public interface JobStreams {

    /** The key of a stream, for references and log lines. */
    String key(JobStream stream);

    /** The saved offset of a stream; empty on the first boot or if it is unreadable. */
    Optional<EntryId> savedOffset(JobStream stream);

    /** Saves an offset: every entry up to it is processed. */
    void saveOffset(JobStream stream, EntryId offset);

    /**
     * Reads entries of both streams in one call; waits if there are none.
     *
     * @param after where to read in each stream: after this entry
     * @param count the most entries to read from each stream
     * @param block how long to wait for the first entry
     * @return the entries of each stream, in order; a stream without entries may be missing
     */
    Map<JobStream, List<JobEntry>> read(Map<JobStream, EntryId> after, int count, Duration block);

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
     * @param highestDeleted the highest id that was, or may have been, trimmed or deleted: Redis
     *     does not report exactly what it trimmed; empty if the server does not report it (before
     *     7.0)
     */
    record StreamFacts(
            boolean exists, long length, EntryId lastGenerated, Optional<EntryId> highestDeleted) {

        /** A stream that does not exist. */
        public static final StreamFacts ABSENT =
                new StreamFacts(false, 0, EntryId.ZERO, Optional.empty());
    }
}
