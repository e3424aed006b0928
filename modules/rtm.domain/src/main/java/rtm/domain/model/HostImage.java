package rtm.domain.model;

import java.time.Instant;
import java.util.List;

/**
 * An image on the daemon's host.
 *
 * @param id the daemon's id of its content
 * @param names its tags, each with its repository, as the daemon shows them
 * @param digests the digests under which registries have it, each with its repository
 * @param createdAt when it was built
 * @param bytes its size, with layers that it shares with others
 */
public record HostImage(
        String id,
        List<ImageReference> names,
        List<ImageReference> digests,
        Instant createdAt,
        long bytes) {

    /** Keeps its own copies. */
    public HostImage {
        names = List.copyOf(names);
        digests = List.copyOf(digests);
    }
}
