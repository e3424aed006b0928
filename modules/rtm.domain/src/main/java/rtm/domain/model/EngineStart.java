package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an engine that was just started.
 *
 * @param at when it was started, by Docker's clock; empty if Docker does not say
 * @param place what it takes of its node, and where it is
 */
public record EngineStart(Optional<Instant> at, EnginePlace place) {

    /** The container went at once. */
    public static final EngineStart UNKNOWN = new EngineStart(Optional.empty(), EnginePlace.NONE);
}
