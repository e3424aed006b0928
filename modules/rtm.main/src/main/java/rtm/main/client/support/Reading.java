package rtm.main.client.support;

import java.util.Optional;

/**
 * A part of a bundle.
 *
 * @param text what is known, or why nothing is
 * @param missing why it is not whole; empty if it is
 */
public record Reading(String text, Optional<String> missing) {

    public static Reading whole(String text) {
        return new Reading(text, Optional.empty());
    }

    /** Nothing is known. */
    public static Reading missing(String reason) {
        return new Reading(reason + "\n", Optional.of(reason));
    }
}
