package rtm.main.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rtm.domain.text.Ages;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.call.UsageException;
import rtm.main.client.game.Games;
import rtm.main.client.game.HealthWords;
import rtm.main.client.game.OpenOperations;
import rtm.main.client.game.OperationWords;
import rtm.main.client.text.Table;

/** The games in a table. */
@Command(
        name = "ps",
        description = "List the games; those that are unwell come first.",
        footer = {
            "",
            "Examples: rtmanager ps --unwell",
            "          rtmanager ps --image galaxy/game:1.4"
        })
final class PsCommand extends ServiceCommand {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    @Option(names = "--unwell", description = "Only games whose engine is unwell.")
    boolean unwell;

    @Option(names = "--stopped", description = "Only stopped games.")
    boolean stopped;

    @Option(names = "--removed", description = "Only games whose container was removed.")
    boolean removed;

    @Option(
            names = "--image",
            paramLabel = "PREFIX",
            description = "Only games whose image begins with this.")
    @Nullable String image;

    @Option(names = "--watch", description = "Show it again every two seconds.")
    boolean watch;

    @Override
    void run() throws InterruptedException {
        if (stopped && removed) {
            throw new UsageException("--stopped and --removed exclude each other");
        }
        ServiceCalls calls = calls();
        show(calls);
        while (watch && !screen().isGone()) {
            Thread.sleep(PAUSE);
            screen().next();
            show(calls);
        }
    }

    private void show(ServiceCalls calls) {
        List<Fields> games = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Optional<Fields> page = shownOrRead(calls.read(Games.page(filters(), after)));
            page.ifPresent(found -> games.addAll(found.list("items")));
            after = page.flatMap(found -> found.text("next"));
        } while (after.isPresent());
        if (!json()) {
            if (!stopped && !removed) {
                games.addAll(starting(calls, games));
            }
            print(games);
            warn(calls);
        }
    }

    /** Games without a record: their first start is in progress. */
    private List<Fields> starting(ServiceCalls calls, List<Fields> known) {
        Set<String> games = new HashSet<>();
        known.forEach(game -> games.add(game.shown("game_id")));
        List<Fields> starting = new ArrayList<>();
        for (Fields open : OpenOperations.read(calls, Optional.empty())) {
            String wanted = open.shown("image_ref");
            if ("start".equals(open.shown("op_kind"))
                    && (image == null || wanted.startsWith(image))
                    && games.add(open.shown("game_id"))) {
                starting.add(
                        new Fields(
                                Map.of(
                                        "game_id",
                                        open.shown("game_id"),
                                        "status",
                                        "starting",
                                        "current_image_ref",
                                        wanted,
                                        "last_operation",
                                        open.values())));
            }
        }
        return starting;
    }

    private String filters() {
        return (stopped ? "&status=stopped" : "")
                + (removed ? "&status=removed" : "")
                + (image == null ? "" : "&image=" + Paths.encoded(image));
    }

    private void print(List<Fields> games) {
        Instant now = session().clock().instant();
        Table table = new Table("GAME", "STATUS", "HEALTH", "IMAGE", "UP", "LAST OPERATION");
        games.stream()
                .filter(game -> !unwell || isUnwell(game))
                .sorted(Comparator.comparing(game -> !isUnwell(game)))
                .forEach(game -> row(table, game, now));
        table.print(screen());
    }

    private static void row(Table table, Fields game, Instant now) {
        String[] cells = {
            game.shown("game_id"),
            game.shown("status"),
            HealthWords.of(game.object("health"), now),
            game.shown("current_image_ref"),
            isRunning(game)
                    ? game.time("started_at").map(then -> Ages.since(then, now)).orElse("-")
                    : "-",
            OperationWords.of(game.object("last_operation"), game.object("last_change"), now),
        };
        if (isUnwell(game)) {
            table.alarmingRow(cells);
        } else {
            table.row(cells);
        }
    }

    private static boolean isUnwell(Fields game) {
        return HealthWords.isUnwell(game.object("health"));
    }

    private static boolean isRunning(Fields game) {
        return "running".equals(game.shown("status"));
    }
}
