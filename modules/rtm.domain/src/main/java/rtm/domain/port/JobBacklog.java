package rtm.domain.port;

import java.util.Optional;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;

/**
 * Tells how far behind the job streams are, for the figures that operators watch. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when Redis does not answer in time.
 */
public interface JobBacklog {

    /** The oldest entry beyond the saved offset of a stream; empty if all of it is done. */
    Optional<EntryId> oldestUnprocessed(JobStream stream);
}
