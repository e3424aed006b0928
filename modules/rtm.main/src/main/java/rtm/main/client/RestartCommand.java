package rtm.main.client;

import java.util.Optional;
import picocli.CommandLine.Command;

/** Replaces a game's container. */
@Command(
        name = "restart",
        description = "Replace a game's container by a new one of the same image.",
        footer = {"", "Example: rtmanager restart game-01HZ"})
final class RestartCommand extends ChangeCommand {

    @Override
    void run() {
        change("POST", "/restart", Optional.empty());
    }
}
