package rtm.main.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Replaces a game's engine by another patch version. */
@Command(
        name = "patch",
        description = "Replace a game's engine by another patch version of its image.",
        footer = {"", "Example: rtmanager patch game-01HZ galaxy/game:1.4.1"})
final class PatchCommand extends ChangeCommand {

    @Parameters(
            index = "1",
            paramLabel = "IMAGE",
            description = "The image; only its patch version may differ.")
    @Nullable String image;

    @Override
    void run() {
        change("POST", "/patch", body("image_ref", Objects.requireNonNull(image)));
    }
}
