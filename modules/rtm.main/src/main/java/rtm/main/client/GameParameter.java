package rtm.main.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A game, by its id. */
final class GameParameter {

    @Parameters(paramLabel = "GAME", description = "The game's id.")
    @Nullable String game;

    String id() {
        return Objects.requireNonNull(game);
    }
}
