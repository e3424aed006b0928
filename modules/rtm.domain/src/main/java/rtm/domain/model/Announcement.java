package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/** What other services are told, each kind on a stream of its own. */
public sealed interface Announcement {

    /** The game it is about. */
    GameId gameId();

    /**
     * The result of one job, for Lobby. Container and endpoint are empty where there is none.
     *
     * @param gameId the game
     * @param verdict how the job ended
     * @param container the container it is about
     * @param engineEndpoint where the engine is reached
     */
    record JobResult(
            GameId gameId,
            Verdict verdict,
            Optional<ContainerId> container,
            Optional<String> engineEndpoint)
            implements Announcement {}

    /**
     * A technical observation about an engine's container, for Game Master.
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
     * A start that failed at the first touch, for the admins.
     *
     * @param gameId the game
     * @param image the image asked for, as it was given
     * @param code one of the codes that are told to admins
     * @param message in words for an operator
     * @param attemptedAt when the operation began
     */
    record StartFailed(
            GameId gameId, String image, ErrorCode code, String message, Instant attemptedAt)
            implements Announcement {}
}
