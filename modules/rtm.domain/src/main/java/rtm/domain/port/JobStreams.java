package rtm.domain.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;

/**
 * The streams that bring jobs, and the offsets that are saved for them ({@code
 * rtmanager:stream_offsets:startjobs} and {@code …:stopjobs}). Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when Redis does not answer in time.
 */
public interface JobStreams {

    /** The key of a stream, for references and log lines. */
    String key(JobStream stream);

    /** The offset that was saved for a stream; empty on the first boot, or if it is unreadable. */
    Optional<EntryId> savedOffset(JobStream stream);

    /** Saves an offset: every entry up to it is done. */
    void saveOffset(JobStream stream, EntryId offset);

    /**
     * Reads entries of both streams in one call, waiting when there are none.
     *
     * @param after the position in each stream after which to read
     * @param count how many entries a stream may give at most
     * @param block how long to wait for the first
     * @return the entries of each stream in its order; a stream without entries may be missing
     */
    Map<JobStream, List<JobEntry>> read(Map<JobStream, EntryId> after, int count, Duration block);

    /** Ends a {@link #read} that waits, which then returns what it has; later reads work again. */
    void wake();

    /** What Redis knows of a stream. */
    StreamFacts facts(JobStream stream);

    /**
     * What Redis knows of a stream.
     *
     * @param exists whether there is such a key
     * @param length how many entries it has
     * @param lastGenerated the highest id it ever gave
     * @param highestDeleted the highest id that was trimmed or deleted, or may have been: Redis
     *     does not say exactly what it trimmed; empty where the server does not tell (before 7.0)
     */
    record StreamFacts(
            boolean exists, long length, EntryId lastGenerated, Optional<EntryId> highestDeleted) {

        /** A stream that is not there. */
        public static final StreamFacts ABSENT =
                new StreamFacts(false, 0, EntryId.ZERO, Optional.empty());
    }
}
