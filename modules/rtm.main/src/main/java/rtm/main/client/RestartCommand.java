package rtm.main.client;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Change;
import rtm.main.client.call.Paths;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.call.UsageException;
import rtm.main.client.game.EndedByDocker;
import rtm.main.client.text.Json;

/** Replaces the containers of one game, or of those that Docker's end took down. */
@Command(
        name = "restart",
        description = "Replace a game's container by a new one of the same image.",
        footer = {
            "",
            "Examples: rtmanager restart game-01HZ",
            "          rtmanager restart --ended-by-docker --dry-run",
            "Exit code 1 if a game was not restarted; the games are named."
        })
final class RestartCommand extends ServiceCommand {

    @Parameters(arity = "0..1", paramLabel = "GAME", description = "The game's id.")
    @Nullable String game;

    @Option(
            names = "--ended-by-docker",
            description =
                    "All stopped games whose engine ended together with Docker or the machine, one after the other; no game that was stopped on purpose.")
    boolean endedByDocker;

    @Option(names = "--dry-run", description = "Only name the games; with --ended-by-docker.")
    boolean dryRun;

    @Override
    void run() {
        if (endedByDocker == (game != null)) {
            throw new UsageException("give either GAME or --ended-by-docker");
        }
        if (dryRun && !endedByDocker) {
            throw new UsageException("--dry-run needs --ended-by-docker");
        }
        ServiceCalls calls = calls();
        if (game != null) {
            String id = GameParameter.valid(game);
            changed(Waiting.during(session(), calls, id, () -> restart(calls, id)));
        } else {
            many(calls);
        }
    }

    private static Change restart(ServiceCalls calls, String id) {
        return calls.change("POST", Paths.game(id, "/restart"), Optional.empty());
    }

    private void many(ServiceCalls calls) {
        EndedByDocker ended = new EndedByDocker(calls);
        List<String> games = ended.games();
        requireKnown(calls);
        if (json() && (dryRun || games.isEmpty())) {
            screen().line(Json.items("game_id", games));
            return;
        }
        if (dryRun) {
            games.forEach(screen()::line);
        }
        if (games.isEmpty()) {
            session().err().println("No stopped game ended with Docker");
        }
        if (!dryRun) {
            restart(calls, ended, games);
        }
    }

    /** While nobody sees how engines end, a list of those that ended is not the whole one. */
    private static void requireKnown(ServiceCalls calls) {
        hidden(AnswerReader.object(calls.read(Paths.of("/status"))))
                .ifPresent(why -> {
                    throw new FailedException(
                            "service_unavailable",
                            "which games ended with Docker is not known now: " + why);
                });
    }

    /** Looks at each game again at the last moment: somebody may have stopped it meanwhile. */
    private void restart(ServiceCalls calls, EndedByDocker ended, List<String> games) {
        OneByOne restarts =
                new OneByOne(
                        this,
                        "restarted",
                        each -> {
                            if (!ended.isStill(each)) {
                                throw new FailedException("was changed meanwhile, left alone");
                            }
                            return restart(calls, each).answer();
                        });
        restarts.all(games);
        restarts.end();
    }
}
