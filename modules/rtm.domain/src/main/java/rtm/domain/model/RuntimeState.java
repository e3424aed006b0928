package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/** The state of a runtime; each state has its own data. */
public sealed interface RuntimeState {

    /**
     * The engine runs in this container.
     *
     * @param container the container
     */
    record Running(ContainerId container) implements RuntimeState {}

    /**
     * The engine ended; its container is kept.
     *
     * @param container the container that is kept
     * @param stoppedAt when the engine was found stopped
     */
    record Stopped(ContainerId container, Instant stoppedAt) implements RuntimeState {}

    /**
     * No container is left; the state folder stays.
     *
     * @param stoppedAt when the engine stopped, if known
     * @param removedAt when the container was found missing
     */
    record Removed(Optional<Instant> stoppedAt, Instant removedAt) implements RuntimeState {}

    /** The name of this state. */
    default RuntimeStatus status() {
        return switch (this) {
            case Running _ -> RuntimeStatus.RUNNING;
            case Stopped _ -> RuntimeStatus.STOPPED;
            case Removed _ -> RuntimeStatus.REMOVED;
        };
    }

    /** The container of this state, if it has one. */
    default Optional<ContainerId> containerId() {
        return switch (this) {
            case Running(ContainerId container) -> Optional.of(container);
            case Stopped(ContainerId container, _) -> Optional.of(container);
            case Removed _ -> Optional.empty();
        };
    }

    /** When the engine stopped; empty while it runs. */
    default Optional<Instant> whenStopped() {
        return switch (this) {
            case Running _ -> Optional.empty();
            case Stopped(_, Instant stoppedAt) -> Optional.of(stoppedAt);
            case Removed(Optional<Instant> stoppedAt, _) -> stoppedAt;
        };
    }

    /** When the container was removed; empty in the other states. */
    default Optional<Instant> whenRemoved() {
        return switch (this) {
            case Running _, Stopped _ -> Optional.empty();
            case Removed(_, Instant removedAt) -> Optional.of(removedAt);
        };
    }
}
