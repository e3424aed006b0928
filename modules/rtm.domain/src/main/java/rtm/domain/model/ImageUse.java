package rtm.domain.model;

import java.time.Instant;

/**
 * How this service knows an image.
 *
 * @param image the image, as it was named
 * @param lastNamedAt the latest change of a record, operation or ending that names it
 * @param recorded whether a record names it
 * @param needed whether a record that is not removed, or an operation in progress, names it
 * @param games how many records that are not removed name it
 */
public record ImageUse(
        ImageReference image, Instant lastNamedAt, boolean recorded, boolean needed, int games) {}
