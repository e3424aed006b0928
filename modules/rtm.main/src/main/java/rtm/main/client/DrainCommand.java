package rtm.main.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rtm.domain.text.Ages;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.call.UsageException;
import rtm.main.client.game.Games;
import rtm.main.client.game.OpenOperations;
import rtm.main.client.game.Problems;

/** Lets no new games start. */
@Command(
        name = "drain",
        description =
                "Start no new games until the drain ends; with --stop, also stop all that run.",
        footer = {
            "",
            "Examples: rtmanager drain --stop",
            "          rtmanager drain --undo",
            "Exit code 1 if a game was not stopped, or if nobody can see whether one runs."
        })
final class DrainCommand extends ServiceCommand {

    private static final String PATH = Paths.of("/status/drain");

    @Option(names = "--undo", description = "End the drain: start games again.")
    boolean undo;

    @Option(names = "--stop", description = "Then stop all running games, one after the other.")
    boolean stop;

    @Override
    void run() {
        if (undo && stop) {
            throw new UsageException("--undo and --stop exclude each other");
        }
        ServiceCalls calls = calls();
        Fields before = undo && !json() ? status(calls) : Fields.NONE;
        shownOrRead(calls.change(undo ? "DELETE" : "POST", PATH, Optional.empty()).answer())
                .ifPresent(drain -> print(drain, before));
        if (stop) {
            stopAll(calls);
        }
    }

    /**
     * Prints the result.
     *
     * @param before the status before an end; without fields if that is not known
     */
    private void print(Fields drain, Fields before) {
        screen().line(
                        drain.is("draining")
                                ? "No new games are started"
                                        + drain.time("since")
                                                .map(then ->
                                                        ", since %s UTC".formatted(Ages.time(then)))
                                                .orElse("")
                                : ended(before));
    }

    /** That games are started is said only if nothing else holds them up. */
    private static String ended(Fields before) {
        if (before.values().isEmpty()) {
            return "No drain keeps games from being started";
        }
        boolean drained = before.object("drain").is("draining");
        return Problems.of(before)
                .holdUp("start", "lobby_stream")
                .map(reason ->
                        (drained ? "The drain has ended" : "There was no drain")
                                + "; starts wait for the "
                                + reason)
                .orElse(
                        drained
                                ? "Games are started again"
                                : "There was no drain: games are started");
    }

    /** Looks again until there is no game that was not tried: a start may have been in progress. */
    private void stopAll(ServiceCalls calls) {
        OneByOne stops =
                new OneByOne(
                        this,
                        "stopped",
                        game ->
                                calls.change(
                                                "POST",
                                                Paths.game(game, "/stop"),
                                                ChangeCommand.body("reason", "admin_request"))
                                        .answer());
        Set<String> tried = new HashSet<>();
        List<String> next = untried(calls, tried);
        while (!next.isEmpty()) {
            stops.all(next);
            tried.addAll(next);
            next = untried(calls, tried);
        }
        if (tried.isEmpty()) {
            hidden(AnswerReader.object(calls.read(Paths.of("/status"))))
                    .ifPresent(why -> {
                        throw new FailedException(
                                "service_unavailable",
                                "no game is recorded as running; whether one runs is not known now: "
                                        + why);
                    });
            if (!json()) {
                screen().line("No game runs");
            }
        }
        stops.end();
    }

    /** Those that run, or are being started; in the order of their ids. */
    private static List<String> untried(ServiceCalls calls, Set<String> tried) {
        List<String> games = new ArrayList<>(Games.running(calls));
        OpenOperations.read(calls, Optional.empty()).stream()
                .filter(open -> "start".equals(open.shown("op_kind")))
                .flatMap(open -> open.text("game_id").stream())
                .forEach(games::add);
        games.removeAll(tried);
        return games.stream().distinct().sorted().toList();
    }
}
