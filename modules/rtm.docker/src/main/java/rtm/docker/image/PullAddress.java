package rtm.docker.image;

import rtm.domain.model.ImageReference;

/**
 * What a pull asks for. Without a tag Docker would pull every tag of a repository, so there always
 * is one.
 *
 * @param repository everything before tag and digest
 * @param tag the digest, where there is one; else the tag; else {@code latest}
 */
record PullAddress(String repository, String tag) {

    static PullAddress of(ImageReference image) {
        return new PullAddress(image.repository(), image.digest().or(image::tag).orElse("latest"));
    }
}
