package rtm.main.client;

import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rtm.domain.text.Ages;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.RefusedException;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.game.FirstStart;
import rtm.main.client.game.HealthWords;
import rtm.main.client.game.TimeLine;

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
            shownOrRead(calls.read(Paths.game(game.id(), "")))
                    .ifPresent(runtime -> print(calls, runtime));
        } catch (RefusedException refused) {
            printFirstStart(calls, refused);
        }
    }

    /** Without a record there is still a time line, if a start was tried. */
    private void printFirstStart(ServiceCalls calls, RefusedException refused) {
        Instant now = session().clock().instant();
        Optional<String> words =
                refused.isNotFound() && !json()
                        ? FirstStart.words(calls, game.id(), now)
                        : Optional.empty();
        screen().line("%s  %s".formatted(game.id(), words.orElseThrow(() -> refused)));
        screen().line("");
        timeLine(calls, now);
    }

    private void print(ServiceCalls calls, Fields runtime) {
        Instant now = session().clock().instant();
        Fields health = health(calls);
        String words = HealthWords.of(health, now);
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
        field("endpoint", runtime.shown("engine_endpoint"));
        field("state", runtime.shown("state_path"));
        field("network", runtime.shown("docker_network"));
        moment("started", runtime, "started_at", now);
        moment("stopped", runtime, "stopped_at", now);
        moment("removed", runtime, "removed_at", now);
        screen().line("");
        timeLine(calls, now);
    }

    private void timeLine(ServiceCalls calls, Instant now) {
        TimeLine.table(
                        AnswerReader.object(
                                calls.read(Paths.game(game.id(), "/history?limit=" + count))),
                        now)
                .print(screen());
    }

    /** A game that was adopted long ago may have no snapshot. */
    private Fields health(ServiceCalls calls) {
        try {
            return AnswerReader.object(calls.read(Paths.game(game.id(), "/health")));
        } catch (RefusedException refused) {
            if (refused.isNotFound()) {
                return Fields.NONE;
            }
            throw refused;
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
