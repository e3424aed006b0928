package rtm.domain.rule;

import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.StopReason;

/** What an entry of a job stream turned out to be. */
public sealed interface DecodedJob {

    /** A job of a game that is known: it is run, or answered with a failure. */
    sealed interface Job extends DecodedJob {

        /** The game. */
        GameId gameId();
    }

    /**
     * A game's engine shall run.
     *
     * @param gameId the game
     * @param image on this image
     */
    record Start(GameId gameId, ImageReference image) implements Job {}

    /**
     * A game's engine shall stop.
     *
     * @param gameId the game
     * @param reason why
     */
    record Stop(GameId gameId, StopReason reason) implements Job {}

    /**
     * The game is known and the rest is not right: answered with a failure.
     *
     * @param gameId the game
     * @param image the image field as it came, cut to a sane length; empty for a stop
     * @param code the failure's code
     * @param message which field, and what is wrong with it
     */
    record Malformed(GameId gameId, Optional<String> image, ErrorCode code, String message)
            implements Job {}

    /**
     * Not even the game is known: logged, counted and passed over.
     *
     * @param message what is wrong
     */
    record Unusable(String message) implements DecodedJob {}
}
