package rtm.main.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;
import rtm.domain.model.GameId;
import rtm.domain.text.PlainText;
import rtm.main.client.call.UsageException;

/** A game, by its id. */
final class GameParameter {

    @Parameters(paramLabel = "GAME", description = "The game's id.")
    @Nullable String game;

    String id() {
        return valid(Objects.requireNonNull(game));
    }

    /**
     * The same text.
     *
     * @throws UsageException if it is no game id
     */
    static String valid(String text) {
        return GameId.parse(text)
                .orElseThrow(() ->
                        new UsageException(
                                "\"%s\" is no game id, which is 1 to 51 letters, digits or inner hyphens"
                                        .formatted(PlainText.line(text))))
                .value();
    }
}
