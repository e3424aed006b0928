package rtm.domain.port;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;

/**
 * Measures how far the service is behind the job streams, for the metrics. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when Redis does not answer in time.
 */
public interface JobBacklog {

    /**
     * Where the streams are.
     *
     * @param server identifies the server, until it is started again; empty if this user may not
     *     ask
     * @param database the number of the database
     * @param streams the keys of all streams
     */
    record Place(Optional<String> server, int database, List<String> streams) {

        /** Keeps its own copy. */
        public Place {
            streams = List.copyOf(streams);
        }
    }

    /** Where the streams are, by the server that answers. */
    Place place();

    /** The oldest entry after a stream's saved offset; empty if all entries are processed. */
    Optional<EntryId> oldestUnprocessed(JobStream stream);

    /** As many entries as {@link #unprocessed} counts. */
    int MOST_COUNTED = 1000;

    /** The number of entries after a stream's saved offset, counted up to {@link #MOST_COUNTED}. */
    int unprocessed(JobStream stream);
}
