package rtm.domain.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Docker image reference: repository with an optional registry host and port, optional tag,
 * optional digest; kept as written, since containers are created by reference.
 *
 * @param value the reference, valid by construction
 */
public record ImageReference(String value) implements PrintedName {

    private static final String HOST_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final String HOST =
            "(?:" + HOST_LABEL + "(?:\\." + HOST_LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]{1,5})?";
    private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final String DIGEST =
            "sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}";
    private static final Pattern GRAMMAR =
            Pattern.compile(
                    "(?<repository>(?:(?<host>"
                            + HOST
                            + ")/)?"
                            + COMPONENT
                            + "(?:/"
                            + COMPONENT
                            + ")*)"
                            + "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
                            + "(?:@(?<digest>"
                            + DIGEST
                            + "))?");
    private static final int ID_LENGTH = 64;
    private static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{64}");
    private static final int LONGEST_REPOSITORY = 255;
    private static final int LONGEST = 512;

    /**
     * @throws IllegalArgumentException if the value does not follow the grammar
     */
    public ImageReference {
        if (!follows(value)) {
            throw new IllegalArgumentException("not a Docker image reference");
        }
    }

    /** Reads a reference from outside; empty if it does not follow the grammar. */
    public static Optional<ImageReference> parse(String text) {
        return follows(text) ? Optional.of(new ImageReference(text)) : Optional.empty();
    }

    private static boolean follows(String text) {
        boolean tooLong = text.length() > LONGEST;
        if (tooLong || (text.length() == ID_LENGTH && IMAGE_ID.matcher(text).matches())) {
            return false;
        }
        Matcher matcher = GRAMMAR.matcher(text);
        return matcher.matches() && matcher.group("repository").length() <= LONGEST_REPOSITORY;
    }

    /** Everything before the tag and the digest. */
    public String repository() {
        return part("repository").orElseThrow();
    }

    /**
     * The same image as Docker lists it: without the default registry, with the tag that Docker
     * takes where none is written, and with a digest without a tag.
     */
    public String familiar() {
        String repository = repository().replaceFirst("^(index\\.)?docker\\.io/(library/)?", "");
        return digest().map(digest -> repository + "@" + digest)
                .orElseGet(() -> repository + ":" + tag().orElse("latest"));
    }

    /** The tag, if any. */
    public Optional<String> tag() {
        return part("tag");
    }

    /** The digest with its algorithm, if any. */
    public Optional<String> digest() {
        return part("digest");
    }

    /**
     * The registry's host and port; empty for Docker's default registry. As in Docker, the first
     * component is a host only if it contains a dot, a colon or a capital letter, or is {@code
     * localhost}.
     */
    public Optional<String> registry() {
        return part("host")
                .filter(host ->
                        host.contains(".")
                                || host.contains(":")
                                || host.equals("localhost")
                                || !host.equals(host.toLowerCase(java.util.Locale.ROOT)));
    }

    private Optional<String> part(String group) {
        Matcher matcher = GRAMMAR.matcher(value);
        return matcher.matches() ? Optional.ofNullable(matcher.group(group)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
