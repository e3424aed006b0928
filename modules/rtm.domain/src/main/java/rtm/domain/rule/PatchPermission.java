package rtm.domain.rule;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rtm.domain.model.ImageReference;

/**
 * Whether a game may be patched from one image to another: both have the same repository, and their
 * tags are semantic versions (a leading {@code v} is allowed) with the same major and minor
 * numbers. A lower patch number is allowed.
 */
public sealed interface PatchPermission {

    /** Both are the same reference. */
    record Same() implements PatchPermission {}

    /** The patch is allowed. */
    record Granted() implements PatchPermission {}

    /**
     * A reference does not end with a semantic version, for example because it has a digest or no
     * tag.
     *
     * @param image that reference
     */
    record NotSemver(ImageReference image) implements PatchPermission {}

    /**
     * The change is more than a patch.
     *
     * @param difference what differs, in words
     */
    record MoreThanAPatch(String difference) implements PatchPermission {}

    /** Decides whether one image may replace the other. */
    static PatchPermission judge(ImageReference current, ImageReference next) {
        if (current.equals(next)) {
            return new Same();
        }
        Optional<Release> from = Release.of(current);
        Optional<Release> to = Release.of(next);
        if (to.isEmpty()) {
            return new NotSemver(next);
        }
        if (from.isEmpty()) {
            return new NotSemver(current);
        }
        if (!current.repository().equals(next.repository())) {
            return new MoreThanAPatch("the repository");
        }
        if (!from.get().major().equals(to.get().major())) {
            return new MoreThanAPatch("the major version");
        }
        return from.get().minor().equals(to.get().minor())
                ? new Granted()
                : new MoreThanAPatch("the minor version");
    }

    /** The numbers that a patch must not change, as text: no leading zeros, any length. */
    record Release(String major, String minor) {

        private static final String NUMBER = "(?:0|[1-9][0-9]*)";
        private static final String PART = "(?:" + NUMBER + "|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)";

        /**
         * The grammar of semantic versions, without build metadata: a tag cannot contain a plus
         * sign.
         */
        private static final Pattern VERSION =
                Pattern.compile(
                        "v?(?<major>"
                                + NUMBER
                                + ")\\.(?<minor>"
                                + NUMBER
                                + ")\\."
                                + NUMBER
                                + "(?:-"
                                + PART
                                + "(?:\\."
                                + PART
                                + ")*)?");

        private static Optional<Release> of(ImageReference image) {
            return image.digest().isPresent()
                    ? Optional.empty()
                    : image.tag()
                            .map(VERSION::matcher)
                            .filter(Matcher::matches)
                            .map(found -> new Release(found.group("major"), found.group("minor")));
        }
    }
}
