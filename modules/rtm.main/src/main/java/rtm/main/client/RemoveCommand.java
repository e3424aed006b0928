package rtm.main.client;

import java.util.Optional;
import picocli.CommandLine.Command;

/** Removes a stopped game's container. */
@Command(
        name = "rm",
        description = "Remove a stopped game's container; its record and its state stay.",
        footer = {"", "Example: rtmanager rm game-01HZ"})
final class RemoveCommand extends ChangeCommand {

    @Override
    void run() {
        end("DELETE", "/container", Optional.empty());
    }
}
