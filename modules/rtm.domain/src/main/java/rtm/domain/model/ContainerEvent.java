package rtm.domain.model;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * What Docker told of one of this service's containers.
 *
 * @param action what happened
 * @param container to which
 * @param gameLabel the value of its game label, which may be no valid game id; empty if it has none
 * @param exitCode the code it ended with, where it died
 * @param at when, by Docker's clock
 */
public record ContainerEvent(
        Action action, ContainerId container, String gameLabel, OptionalInt exitCode, Instant at) {

    /** The happenings that are followed; each by Docker's own word. */
    public enum Action implements WireName {
        START,
        OOM,
        DIE,
        DESTROY
    }
}
