package rtm.domain.port.upkeep;

import java.util.List;
import rtm.domain.model.StreamState;

/**
 * The length of the streams, and what of them may go. The reader of the job streams is this
 * service; that of the results is Lobby, which saves its offset in {@code
 * lobby:stream_offsets:runtime_results}; the readers of the others are not known. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when Redis does not answer in time.
 */
public interface StreamUpkeep {

    /** All streams. */
    List<StreamState> states();

    /**
     * Removes from each stream the entries that its reader has read, except the one that it has
     * read last; entries that nobody is known to have read stay.
     *
     * @return all streams as they are then
     */
    List<StreamState> trim();
}
