package rtm.docker.image;

import rtm.domain.model.ImageReference;

/**
 * The address of a pull. It always has a tag: without one Docker would pull every tag of the
 * repository.
 *
 * @param repository everything before tag and digest
 * @param tag the digest if there is one; else the tag; else {@code latest}
 */
record PullAddress(String repository, String tag) {

    static PullAddress of(ImageReference image) {
        return new PullAddress(image.repository(), image.digest().or(image::tag).orElse("latest"));
    }
}
