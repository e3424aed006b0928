package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/** A message to other services; each kind has its own stream. */
public sealed interface Announcement {

    /** The game it is about. */
    GameId gameId();

    /**
     * The result of one job, for Lobby. Container and endpoint are empty if the job has none.
     *
     * @param gameId the game
     * @param verdict how the job ended
     * @param container its container
     * @param engineEndpoint where other services reach the engine
     */
    record JobResult(
            GameId gameId,
            Verdict verdict,
            Optional<ContainerId> container,
            Optional<String> engineEndpoint)
            implements Announcement {}

    /**
     * An observation about an engine's container, for Game Master.
     *
     * @param gameId the game
     * @param container the container that was observed
     * @param occurredAt when it was observed
     * @param observation what was observed
     */
    record HealthEvent(
            GameId gameId, ContainerId container, Instant occurredAt, HealthObservation observation)
            implements Announcement {}

    /**
     * A start that failed before the engine ran, for the admins.
     *
     * @param gameId the game
     * @param image the requested image, as the request wrote it
     * @param code one of the codes that admins are notified of
     * @param message an explanation for an operator
     * @param attemptedAt when the operation started
     */
    record StartFailed(
            GameId gameId, String image, ErrorCode code, String message, Instant attemptedAt)
            implements Announcement {}
}
