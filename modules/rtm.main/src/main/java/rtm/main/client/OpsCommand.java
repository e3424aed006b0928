package rtm.main.client;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtm.main.client.call.Paths;
import rtm.main.client.game.Operations;

/** The log of operations. */
@Command(
        name = "ops",
        description = "List operations, newest first: of one game, or of all.",
        footer = {"", "Examples: rtmanager ops game-01HZ", "          rtmanager ops --open"})
final class OpsCommand extends ServiceCommand {

    @Parameters(arity = "0..1", paramLabel = "GAME", description = "Only this game's.")
    @Nullable String game;

    @Option(names = "--open", description = "Only those in progress.")
    boolean open;

    @Option(
            names = "-n",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many; default ${DEFAULT-VALUE}.")
    int count;

    @Override
    void run() {
        String path =
                Paths.of("/operations?limit=" + count)
                        + (open ? "&open=true" : "")
                        + (game == null ? "" : "&game_id=" + GameParameter.valid(game));
        shownOrRead(calls().read(path))
                .ifPresent(answer ->
                        Operations.table(answer, game == null, session().clock().instant())
                                .print(screen()));
    }
}
