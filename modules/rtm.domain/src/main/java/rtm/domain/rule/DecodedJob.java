package rtm.domain.rule;

import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.StopReason;

/** The result of decoding an entry of a job stream. */
public sealed interface DecodedJob {

    /** A job with a valid game: it is run, or answered with a failure. */
    sealed interface Job extends DecodedJob {

        /** The game. */
        GameId gameId();
    }

    /**
     * Start a game's engine.
     *
     * @param gameId the game
     * @param image the image to run
     */
    record Start(GameId gameId, ImageReference image) implements Job {}

    /**
     * Stop a game's engine.
     *
     * @param gameId the game
     * @param reason the reason
     */
    record Stop(GameId gameId, StopReason reason) implements Job {}

    /**
     * The game is valid but another field is not: answered with a failure.
     *
     * @param gameId the game
     * @param image the image field as received, truncated; empty for a stop
     * @param code the failure's code
     * @param message which field, and what is wrong with it
     */
    record Malformed(GameId gameId, Optional<String> image, ErrorCode code, String message)
            implements Job {}

    /**
     * The game is invalid: logged, counted and skipped.
     *
     * @param message what is wrong
     */
    record Unusable(String message) implements DecodedJob {}
}
