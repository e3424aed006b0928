package rtm.main.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rtm.domain.text.Ages;
import rtm.domain.text.Causes;
import rtm.domain.text.NameList;
import rtm.domain.text.Terms;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.call.UsageException;
import rtm.main.client.game.Games;
import rtm.main.client.game.HealthWords;
import rtm.main.client.game.Nodes;
import rtm.main.client.game.OpenOperations;
import rtm.main.client.game.OperationWords;
import rtm.main.client.game.Problems;
import rtm.main.client.game.WaitingWork;
import rtm.main.client.text.Table;

/** The games in a table. */
@Command(
        name = "ps",
        description = "List the games; those that are unwell come first.",
        footer = {
            "",
            "Examples: rtmanager ps --unwell",
            "          rtmanager ps --image galaxy/game:1.4",
            "Exit code 1 with --unwell, --stopped or --removed while nobody can see how engines are."
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
            String answer = calls.read(Games.page(filters(), after));
            Fields page = AnswerReader.object(answer);
            after = page.text("next");
            if (json()) {
                shown(calls, answer, after.isEmpty());
            } else {
                games.addAll(page.list("items"));
            }
        } while (after.isPresent());
        if (!json()) {
            Fields status = status(calls);
            WaitingWork waiting = WaitingWork.of(status);
            if (!stopped && !removed) {
                games.addAll(starting(calls, games));
                games.addAll(waitingStarts(waiting, games));
                games.addAll(unstarted(status, games));
            }
            print(games, waiting, nodes(status));
            warn(status);
            warnOfJobs(waiting);
            requireKnown(status);
        }
    }

    /** What waits is behind the last page. */
    private void shown(ServiceCalls calls, String answer, boolean last) {
        if (!last) {
            printJson(answer);
            return;
        }
        Optional<String> status = statusAnswer(calls);
        printJson(withLists(answer, status, Map.of("pending", _ -> true, "unstarted", _ -> true)));
        Fields read = status.map(AnswerReader::object).orElse(Fields.NONE);
        warnOfJobs(WaitingWork.of(read));
        requireKnown(read);
    }

    /** Of all games, the doubtful ones have a question mark; of some, others may be missing. */
    private void requireKnown(Fields status) {
        if (unwell || stopped || removed) {
            Causes causes = Problems.of(status);
            if (causes.hideSomeHealth()) {
                incomplete(
                        "how the engines of running games%s are is not known now"
                                .formatted(causes.hideHealth() ? "" : on(causes.unseenNodes())));
            }
        }
    }

    private static String on(List<String> lost) {
        return " on the lost %s %s"
                .formatted(lost.size() == 1 ? "node" : "nodes", NameList.of(lost));
    }

    /** Games without a record: their first start is in progress. */
    private List<Fields> starting(ServiceCalls calls, List<Fields> known) {
        Set<String> games = new HashSet<>();
        known.forEach(game -> games.add(game.shown("game_id")));
        List<Fields> starting = new ArrayList<>();
        for (Fields open : OpenOperations.read(calls, Optional.empty())) {
            String wanted = open.shown("image_ref");
            if ("start".equals(open.shown("op_kind"))
                    && isWanted(open)
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

    /** Games without a record, whose start waits. */
    private List<Fields> waitingStarts(WaitingWork waiting, List<Fields> known) {
        Set<String> games = new HashSet<>();
        known.forEach(game -> games.add(game.shown("game_id")));
        return waiting.jobs().stream()
                .filter(job -> "start".equals(job.shown("op_kind")))
                .filter(this::isWanted)
                .filter(job -> games.add(job.shown("game_id")))
                .map(job ->
                        new Fields(
                                Map.of(
                                        "game_id",
                                        job.shown("game_id"),
                                        "status",
                                        "waiting",
                                        "current_image_ref",
                                        job.shown("image_ref"))))
                .toList();
    }

    /** Games without a record, whose start failed and is not tried again. */
    private List<Fields> unstarted(Fields status, List<Fields> known) {
        Set<String> games = new HashSet<>();
        known.forEach(game -> games.add(game.shown("game_id")));
        return status.list("unstarted").stream()
                .filter(this::isWanted)
                .filter(start -> !games.contains(start.shown("game_id")))
                .map(start ->
                        new Fields(
                                Map.of(
                                        "game_id",
                                        start.shown("game_id"),
                                        "status",
                                        "failed",
                                        "current_image_ref",
                                        start.shown("image_ref"),
                                        "health",
                                        Map.of(
                                                "status",
                                                "start_failed",
                                                "words",
                                                Terms.UNSTARTED,
                                                "unwell",
                                                true,
                                                "observed_at",
                                                start.shown("finished_at")),
                                        "last_operation",
                                        start.values())))
                .toList();
    }

    private boolean isWanted(Fields pending) {
        return image == null || pending.shown("image_ref").startsWith(image);
    }

    private String filters() {
        return (stopped ? "&status=stopped" : "")
                + (removed ? "&status=removed" : "")
                + (image == null ? "" : "&image=" + Paths.encoded(image));
    }

    /** The names of the nodes by their numbers; empty where there is one only. */
    private static Map<Long, String> nodes(Fields status) {
        Map<Long, String> names = new HashMap<>();
        status.list("nodes")
                .forEach(node -> names.put(node.number("number").orElse(0), Nodes.name(node)));
        return names;
    }

    private void print(List<Fields> games, WaitingWork waiting, Map<Long, String> nodes) {
        Instant now = session().clock().instant();
        Table table =
                nodes.isEmpty()
                        ? new Table("GAME", "STATUS", "HEALTH", "IMAGE", "UP", "LAST OPERATION")
                        : new Table(
                                "GAME",
                                "STATUS",
                                "HEALTH",
                                "IMAGE",
                                "UP",
                                "LAST OPERATION",
                                "NODE");
        games.stream()
                .filter(game -> !unwell || isUnwell(game))
                .sorted(Comparator.comparing(game -> !isUnwell(game)))
                .forEach(game -> row(table, game, waiting, now, nodes));
        if (!stopped && !removed && !unwell) {
            waiting.pulls().stream()
                    .filter(this::isWanted)
                    .forEach(pull ->
                            table.row(
                                    cells(
                                            nodes,
                                            "-",
                                            "-",
                                            "pulling",
                                            "-",
                                            pull.shown("image_ref"),
                                            "-",
                                            WaitingWork.cell(pull, now))));
        }
        table.wrapping().print(screen());
    }

    /** The last operation, and the jobs that wait; a game that waits for its start has no other. */
    private static String operations(Fields game, WaitingWork waiting, Instant now) {
        String last =
                OperationWords.cell(
                        game.object("last_operation"), game.object("last_change"), now, waiting);
        return Stream.concat(
                        Stream.of(last).filter(words -> !words.equals("-")),
                        waiting.jobs(game.shown("game_id")).stream()
                                .map(job -> WaitingWork.cell(job, now)))
                .reduce(Terms::since)
                .orElse(last);
    }

    /** The cells of a row, and that of the node where there are several. */
    private static String[] cells(Map<Long, String> nodes, String node, String... cells) {
        return nodes.isEmpty()
                ? cells
                : Stream.concat(Stream.of(cells), Stream.of(node)).toArray(String[]::new);
    }

    private static String node(Fields game, Map<Long, String> nodes) {
        var number = game.number("node");
        return number.isPresent()
                ? nodes.getOrDefault(number.getAsLong(), Long.toString(number.getAsLong()))
                : "-";
    }

    private static void row(
            Table table, Fields game, WaitingWork waiting, Instant now, Map<Long, String> nodes) {
        String[] cells =
                cells(
                        nodes,
                        node(game, nodes),
                        game.shown("game_id"),
                        game.shown("status"),
                        HealthWords.of(
                                game.object("health"),
                                game,
                                game.object("last_ending"),
                                waiting.causes().hideHealthOn(game.number("node")),
                                now),
                        game.shown("current_image_ref"),
                        isRunning(game)
                                ? game.time("started_at")
                                        .map(then -> Ages.since(then, now))
                                        .orElse("-")
                                : "-",
                        operations(game, waiting, now));
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
