package rtm.main.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.game.Operations;
import rtm.main.client.game.WaitingWork;

/** The log of operations. */
@Command(
        name = "ops",
        description = "List operations, newest first: of one game, or of all.",
        footer = {"", "Examples: rtmanager ops game-01HZ", "          rtmanager ops --open"})
final class OpsCommand extends ServiceCommand {

    @Parameters(arity = "0..1", paramLabel = "GAME", description = "Only this game's.")
    @Nullable String game;

    @Option(names = "--open", description = "Only those in progress, and pulls and jobs that wait.")
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
        ServiceCalls calls = calls();
        String answer = calls.read(path);
        if (json() && open) {
            printJson(withPending(calls, answer, this::isWanted));
        } else {
            shownOrRead(answer).ifPresent(read -> print(calls, read));
        }
    }

    private boolean isWanted(Fields pending) {
        return game == null || game.equals(pending.shown("game_id"));
    }

    /** What waits, and for what, is in the status. */
    private void print(ServiceCalls calls, Fields answer) {
        WaitingWork waiting =
                WaitingWork.of(open || Operations.anyOpen(answer) ? status(calls) : Fields.NONE);
        List<Fields> pending =
                open ? waiting.pending().stream().filter(this::isWanted).toList() : List.of();
        Operations.table(answer, pending, waiting, game == null, session().clock().instant())
                .print(screen());
    }
}
