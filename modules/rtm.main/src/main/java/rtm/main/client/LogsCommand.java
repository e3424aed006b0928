package rtm.main.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rtm.main.client.call.Paths;
import rtm.main.client.text.PlainText;

/** What an engine wrote. */
@Command(
        name = "logs",
        description = "Print the last lines that a game's engine wrote.",
        footer = {
            "",
            "Examples: rtmanager logs game-01HZ -n 50",
            "          rtmanager logs game-01HZ --previous"
        })
final class LogsCommand extends ServiceCommand {

    @Mixin final GameParameter game = new GameParameter();

    @Option(
            names = "-n",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many lines; default ${DEFAULT-VALUE}.")
    int lines;

    @Option(names = "--previous", description = "Of the engine before, as kept when it ended.")
    boolean previous;

    @Override
    void run() {
        calls().read(
                        Paths.game(
                                game.id(),
                                "/logs?tail=" + lines + (previous ? "&previous=true" : "")))
                .lines()
                .map(PlainText::output)
                .forEach(screen()::line);
    }
}
