package rtm.domain.model;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * An event that Docker reported about one of this service's containers.
 *
 * @param action what happened
 * @param container the container
 * @param gameLabel the value of its game label, which may be invalid; empty without the label
 * @param databaseLabel the value of the label of its service's database; empty without the label
 * @param exitCode the exit code, for {@link Action#DIE}
 * @param at when it happened, by Docker's clock
 * @param cursor where to follow the events again after this one
 */
public record ContainerEvent(
        Action action,
        ContainerId container,
        String gameLabel,
        String databaseLabel,
        OptionalInt exitCode,
        Instant at,
        EventCursor cursor) {

    /** The events that this service follows, under Docker's names. */
    public enum Action implements WireName {
        START,
        OOM,
        PAUSE,
        UNPAUSE,
        DIE,
        DESTROY
    }
}
