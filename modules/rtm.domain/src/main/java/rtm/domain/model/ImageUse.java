package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * How this service knows an image.
 *
 * @param image the image, as it was named
 * @param lastUsedAt the latest change of a record, an operation or an ending that used it; empty if
 *     only refused operations name it
 * @param recorded whether a record names it
 * @param needed whether a record that is not removed, or an operation in progress, names it
 * @param games how many records that are not removed name it
 */
public record ImageUse(
        ImageReference image,
        Optional<Instant> lastUsedAt,
        boolean recorded,
        boolean needed,
        int games) {}
