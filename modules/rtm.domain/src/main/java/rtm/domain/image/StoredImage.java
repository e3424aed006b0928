package rtm.domain.image;

import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.HostImage;
import rtm.domain.model.ImageReference;

/**
 * A name of an image of the host, of a repository that this service knows.
 *
 * @param name the name
 * @param image the image
 * @param games how many games that are not removed use it
 * @param lastUsedAt when a record, an operation or an ending used it last; empty if none did
 * @param kept why it stays; empty if it may be removed
 */
public record StoredImage(
        ImageReference name,
        HostImage image,
        int games,
        Optional<Instant> lastUsedAt,
        Optional<String> kept) {}
