package rtm.main.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Starts a game's engine. */
@Command(
        name = "start",
        description = "Start a game's engine; pulls its image first if it must.",
        footer = {"", "Example: rtmanager start game-01HZ galaxy/game:1.4.0"})
final class StartCommand extends ChangeCommand {

    @Parameters(index = "1", paramLabel = "IMAGE", description = "The engine's image.")
    @Nullable String image;

    @Override
    void run() {
        change("POST", "/start", body("image_ref", Objects.requireNonNull(image)));
    }
}
