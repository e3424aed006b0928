package rtm.main.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtm.domain.text.Bytes;
import rtm.domain.text.NameList;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.game.Games;
import rtm.main.client.text.Table;

/** What engines use. */
@Command(
        name = "stats",
        description = "Show what running engines use of processor, memory and processes.",
        footer = {
            "",
            "Examples: rtmanager stats",
            "          rtmanager stats --disk game-01HZ",
            "Exit code 1 if what a running engine uses cannot be read; the games are named."
        })
final class StatsCommand extends ServiceCommand {

    /** The most that the service answers for at once. */
    private static final int AT_ONCE = 100;

    private static final double MILLI = 1000;

    /** What the table is sorted by. */
    enum Order {
        cpu,
        mem
    }

    @Parameters(
            arity = "0..*",
            paramLabel = "GAME",
            description = "Only these games; otherwise all that run.")
    final List<String> games = new ArrayList<>();

    @Option(
            names = "--disk",
            description = "Also measure the state folders, which takes some seconds.")
    boolean disk;

    @Option(
            names = "--sort",
            paramLabel = "KEY",
            defaultValue = "mem",
            description =
                    "${COMPLETION-CANDIDATES}: what uses most comes first; default ${DEFAULT-VALUE}.")
    Order order = Order.mem;

    @Override
    void run() {
        ServiceCalls calls = calls();
        List<String> wanted = games.isEmpty() ? Games.running(calls) : named();
        List<Fields> stats = new ArrayList<>();
        for (int from = 0; from < wanted.size(); from += AT_ONCE) {
            List<String> some = wanted.subList(from, Math.min(wanted.size(), from + AT_ONCE));
            String answer = calls.read(path(some));
            if (json()) {
                printJson(answer);
            }
            stats.addAll(AnswerReader.object(answer).list("items"));
        }
        if (!json()) {
            print(stats);
            requireAll(stats);
        }
        requireKnown(calls, stats);
    }

    private void requireKnown(ServiceCalls calls, List<Fields> stats) {
        List<String> unknown =
                stats.stream()
                        .filter(StatsCommand::isUnknown)
                        .map(game -> game.shown("game_id"))
                        .toList();
        if (!unknown.isEmpty()) {
            incomplete("what engines use cannot be read of " + NameList.of(unknown));
        } else if (stats.isEmpty()) {
            hidden(status(calls))
                    .ifPresent(why -> incomplete("whether a game runs is not known now: " + why));
        }
    }

    private static boolean isUnknown(Fields game) {
        return game.text("container_id").isPresent() && game.text("source").isEmpty();
    }

    private List<String> named() {
        return games.stream().map(GameParameter::valid).toList();
    }

    private void requireAll(List<Fields> stats) {
        List<String> missing = new ArrayList<>(games);
        stats.forEach(game -> missing.remove(game.shown("game_id")));
        if (!missing.isEmpty()) {
            throw new FailedException("no runtime of game " + String.join(", ", missing));
        }
    }

    private String path(List<String> some) {
        return Paths.of("/stats?game_id=")
                + some.stream().map(Paths::encoded).collect(Collectors.joining("%2C"))
                + (disk ? "&disk=true" : "");
    }

    private void print(List<Fields> stats) {
        Table table = new Table("GAME", "CPU", "MEMORY", "PIDS", disk ? "STATE" : "", "");
        stats.stream()
                .sorted(
                        Comparator.comparingLong((Fields game) ->
                                        game.number(
                                                        order == Order.mem
                                                                ? "memory_bytes"
                                                                : "cpu_millicores")
                                                .orElse(-1))
                                .reversed())
                .forEach(game ->
                        table.row(
                                game.shown("game_id"),
                                of(
                                        cores(game.number("cpu_millicores")),
                                        cores(game.number("cpu_limit_millicores"))),
                                of(
                                        bytes(game.number("memory_bytes")),
                                        bytes(game.number("memory_limit_bytes"))),
                                of(text(game.number("pids")), text(game.number("pids_limit"))),
                                bytes(game.number("state_bytes")).orElse(disk ? "-" : ""),
                                game.text("error").orElse("")));
        table.print(screen());
    }

    private static String of(Optional<String> value, Optional<String> limit) {
        return value.orElse("-") + limit.map(" of "::concat).orElse("");
    }

    static Optional<String> cores(OptionalLong millicores) {
        return millicores.isPresent()
                ? Optional.of(String.format(Locale.ROOT, "%.2f", millicores.getAsLong() / MILLI))
                : Optional.empty();
    }

    static Optional<String> bytes(OptionalLong bytes) {
        return bytes.isPresent()
                ? Optional.of(Bytes.of((double) bytes.getAsLong()))
                : Optional.empty();
    }

    static Optional<String> text(OptionalLong number) {
        return number.isPresent()
                ? Optional.of(Long.toString(number.getAsLong()))
                : Optional.empty();
    }
}
