package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The end of one life of an engine. A container that is started again has one more life; container
 * and start together identify a life.
 *
 * @param gameId the game
 * @param container the engine's container
 * @param startedAt when this life started, as the record says; for an engine that no record named,
 *     as Docker says
 * @param endedAt when it ended: by Docker's clock together with an exit code, else when this
 *     service noticed it
 * @param image the image that it ran; empty if not known
 * @param exitCode the exit code; empty if not known, for example because the container is gone
 * @param oom whether the kernel killed the engine because memory ran out
 * @param requested whether an operation of this service ended it
 * @param withDaemon whether it ended together with the Docker daemon or its machine
 */
public record Ending(
        GameId gameId,
        ContainerId container,
        Instant startedAt,
        Instant endedAt,
        Optional<ImageReference> image,
        OptionalInt exitCode,
        boolean oom,
        boolean requested,
        boolean withDaemon) {

    /** The same end, now that Docker says how it was; what is known already stays. */
    public Ending with(KnownExit exit) {
        return exitCode.isPresent() || exit.exitCode().isEmpty()
                ? this
                : new Ending(
                        gameId,
                        container,
                        startedAt,
                        exit.finishedAt().orElse(endedAt),
                        image,
                        exit.exitCode(),
                        exit.oom(),
                        requested,
                        withDaemon);
    }

    /** The same end, which was together with the Docker daemon. */
    public Ending endedWithDaemon() {
        return new Ending(
                gameId, container, startedAt, endedAt, image, exitCode, oom, requested, true);
    }

    /** The same end, with its image where that was not known. */
    public Ending with(Optional<ImageReference> ran) {
        return new Ending(
                gameId,
                container,
                startedAt,
                endedAt,
                image.or(() -> ran),
                exitCode,
                oom,
                requested,
                withDaemon);
    }
}
