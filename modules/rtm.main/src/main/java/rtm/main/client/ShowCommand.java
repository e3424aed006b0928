package rtm.main.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rtm.domain.text.Ages;
import rtm.domain.text.PlainText;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.RefusedException;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.call.UnreachableException;
import rtm.main.client.game.FirstStart;
import rtm.main.client.game.HealthWords;
import rtm.main.client.game.Nodes;
import rtm.main.client.game.TimeLine;
import rtm.main.client.game.WaitingWork;
import rtm.main.client.text.Json;

/** Everything about one game. */
@Command(
        name = "show",
        description = "Show a game's record, its health, and its time line.",
        footer = {"", "Example: rtmanager show game-01HZ"})
final class ShowCommand extends ServiceCommand {

    @Mixin final GameParameter game = new GameParameter();

    @Option(
            names = "-n",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many lines of the time line; default ${DEFAULT-VALUE}.")
    int count;

    @Override
    void run() {
        ServiceCalls calls = calls();
        try {
            String record = calls.read(Paths.game(game.id(), ""));
            Fields runtime = AnswerReader.object(record);
            if (json()) {
                printJson(calls, record, health(calls), stats(calls, runtime));
            } else {
                print(calls, runtime);
            }
        } catch (RefusedException refused) {
            printFirstStart(calls, refused);
        }
    }

    /** The record, and in further fields what else is known; null where that is nothing. */
    private void printJson(
            ServiceCalls calls, String record, Optional<String> health, Optional<String> stats) {
        Map<String, String> more = new LinkedHashMap<>();
        more.put("health", health.orElse("null"));
        more.put("stats", stats.orElse("null"));
        more.put("history", history(calls));
        more.values().stream().filter(value -> !value.equals("null")).forEach(AnswerReader::object);
        screen().line(PlainText.json(Json.with(record, more)));
    }

    /** The game's node; not asked for where there is one only, which has no name. */
    private Optional<Fields> node(ServiceCalls calls, Fields status) {
        return status.list("nodes").isEmpty() ? Optional.empty() : Nodes.ofGame(calls, game.id());
    }

    /** Without a record there is still a time line, if a start was tried. */
    private void printFirstStart(ServiceCalls calls, RefusedException refused) {
        Instant now = session().clock().instant();
        Fields status = refused.isNotFound() && !json() ? status(calls) : Fields.NONE;
        WaitingWork waiting = WaitingWork.of(status);
        Optional<String> words =
                refused.isNotFound()
                        ? FirstStart.words(calls, waiting, game.id(), now)
                        : Optional.empty();
        String first =
                words.orElseThrow(() ->
                        waiting.unknownStart(game.id())
                                .map(unknown -> refused.with("; " + unknown))
                                .orElse(refused));
        if (json()) {
            String id = Json.object(Map.of("game_id", game.id()));
            printJson(calls, id, Optional.empty(), Optional.empty());
            return;
        }
        screen().line("%s  %s".formatted(game.id(), first));
        screen().line("");
        try {
            timeLine(calls, waiting, now);
        } catch (RefusedException none) {
            // A job that waits has left nothing in the history yet.
            if (!none.isNotFound()) {
                throw none;
            }
        }
        warn(status);
    }

    private void print(ServiceCalls calls, Fields runtime) {
        Instant now = session().clock().instant();
        Fields health = health(calls).map(AnswerReader::object).orElse(Fields.NONE);
        Fields history = AnswerReader.object(history(calls));
        Fields status = status(calls);
        WaitingWork waiting = WaitingWork.of(status);
        Fields node = node(calls, status).orElse(Fields.NONE);
        String words =
                HealthWords.of(
                        health,
                        runtime,
                        lastEnding(history, runtime),
                        waiting.causes().hideHealthOn(node.number("number")),
                        now);
        screen().line(
                        "%s  %s  %s"
                                .formatted(
                                        runtime.shown("game_id"),
                                        runtime.shown("status"),
                                        HealthWords.isUnwell(health)
                                                ? screen().alarming(words)
                                                : words));
        health.object("details").text("last_error").ifPresent(reason -> field("reason", reason));
        long killed = health.number("killed_processes").orElse(0);
        if (killed > 0) {
            String last =
                    health.time("last_killed_at")
                            .map(then -> ", the last one %s ago".formatted(Ages.since(then, now)))
                            .orElse("");
            field("memory", screen().alarming(HealthWords.killed(killed) + last));
        }
        field("image", runtime.shown("current_image_ref"));
        field("container", runtime.shown("current_container_id"));
        if (!node.values().isEmpty()) {
            field("node", Nodes.name(node));
        }
        field("endpoint", runtime.shown("engine_endpoint"));
        stats(calls, runtime)
                .map(AnswerReader::object)
                .flatMap(ShowCommand::limits)
                .ifPresent(limits -> field("limits", limits));
        field("state", runtime.shown("state_path"));
        field("network", runtime.shown("docker_network"));
        moment("started", runtime, "started_at", now);
        stopped(runtime, lastEnding(history, runtime), now);
        moment("removed", runtime, "removed_at", now);
        waiting.words(game.id(), now).ifPresent(jobs -> field("then", jobs));
        screen().line("");
        TimeLine.table(history, waiting, now).print(screen());
        warn(status);
        warnOfJobs(waiting);
    }

    /** The latest end of the container that the record names. */
    private static Fields lastEnding(Fields history, Fields runtime) {
        return history.list("items").stream()
                .map(entry -> entry.object("ending"))
                .filter(ending ->
                        ending.text("container_id").isPresent()
                                && ending.text("container_id")
                                        .equals(runtime.text("current_container_id")))
                .findFirst()
                .orElse(Fields.NONE);
    }

    private void timeLine(ServiceCalls calls, WaitingWork waiting, Instant now) {
        TimeLine.table(AnswerReader.object(history(calls)), waiting, now).print(screen());
    }

    private String history(ServiceCalls calls) {
        return calls.read(Paths.game(game.id(), "/history?limit=" + count));
    }

    /** A game that was adopted long ago may have no snapshot. */
    private Optional<String> health(ServiceCalls calls) {
        try {
            return Optional.of(calls.read(Paths.game(game.id(), "/health")));
        } catch (RefusedException refused) {
            if (refused.isNotFound()) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** What the engine uses and may use; a service that cannot read that knows the rest. */
    private Optional<String> stats(ServiceCalls calls, Fields runtime) {
        if (!"running".equals(runtime.shown("status"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(calls.read(Paths.game(game.id(), "/stats")));
        } catch (RefusedException | UnreachableException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> limits(Fields stats) {
        String words =
                Stream.of(
                                StatsCommand.cores(stats.number("cpu_limit_millicores"))
                                        .map("%s processors"::formatted),
                                StatsCommand.bytes(stats.number("memory_limit_bytes"))
                                        .map("%s memory"::formatted),
                                StatsCommand.text(stats.number("pids_limit"))
                                        .map("%s processes"::formatted))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(", "));
        return Optional.of(words).filter(limits -> !limits.isEmpty());
    }

    /** When its engine ended, if that is known: the record has when that was noted. */
    private void stopped(Fields runtime, Fields ending, Instant now) {
        boolean ofThisRun =
                ending.time("ended_at")
                        .filter(end -> runtime.time("started_at").filter(end::isBefore).isEmpty())
                        .isPresent();
        if ("stopped".equals(runtime.shown("status")) && ofThisRun) {
            moment("stopped", ending, "ended_at", now);
        } else {
            moment("stopped", runtime, "stopped_at", now);
        }
    }

    private void moment(String name, Fields runtime, String field, Instant now) {
        runtime.time(field)
                .ifPresent(then ->
                        field(
                                name,
                                "%s UTC, %s ago"
                                        .formatted(Ages.time(then), Ages.since(then, now))));
    }

    private void field(String name, String value) {
        screen().line("%-10s %s".formatted(name, value));
    }
}
