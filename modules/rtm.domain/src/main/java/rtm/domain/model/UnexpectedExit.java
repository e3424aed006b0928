package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The end of an engine that this service had not stopped; times are by Docker's clock.
 *
 * @param gameId the game
 * @param container the engine's container
 * @param startedAt when the engine was started; empty if no longer known
 * @param finishedAt when it ended; empty if Docker missed it
 * @param exitCode the exit code
 * @param oom whether the kernel killed the engine itself because memory ran out
 */
public record UnexpectedExit(
        GameId gameId,
        ContainerId container,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        int exitCode,
        boolean oom) {

    /** What Docker said about it. */
    public KnownExit known() {
        return new KnownExit(container, OptionalInt.of(exitCode), oom, finishedAt);
    }
}
