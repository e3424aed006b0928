package rtm.main.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtm.domain.text.Ages;
import rtm.domain.text.PlainText;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.RefusedException;
import rtm.main.client.call.ServerEvent;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.call.UnreachableException;
import rtm.main.client.game.HealthWords;
import rtm.main.client.game.OperationWords;

/** The last changes, and those that come. */
@Command(
        name = "events",
        description =
                "Print the last changes of records, operations and health; with -f, also those to come.",
        footer = {"", "Example: rtmanager events -f game-01HZ"})
final class EventsCommand extends ServiceCommand {

    private static final Duration PAUSE = Duration.ofMillis(500);

    @Parameters(arity = "0..1", paramLabel = "GAME", description = "Only this game's.")
    @Nullable String game;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until interrupted; connects again if the service restarts.")
    boolean follow;

    @Mixin final NodesCommand.NodeOption node = new NodesCommand.NodeOption();

    private Optional<String> last = Optional.empty();
    private boolean reset;
    private boolean away;
    private boolean silent = true;

    /** A stream begins with what comes, so what is kept is asked for first. */
    @Override
    void run() throws InterruptedException {
        ServiceCalls calls = calls();
        readKept(calls);
        if (!follow) {
            sayIfSilent();
        }
        while (follow && !screen().isGone()) {
            try {
                if (reset) {
                    reset = false;
                    readKept(calls);
                }
                calls.follow(path(true), last, this::connected, this::take);
            } catch (UnreachableException | RefusedException failed) {
                if (failed instanceof RefusedException refused && !isTemporary(refused)) {
                    throw refused;
                }
                if (!away) {
                    say(failed.getMessage() + "; waiting for it");
                }
                away = true;
            }
            if (!reset) {
                Thread.sleep(PAUSE);
            }
        }
    }

    private void readKept(ServiceCalls calls) {
        calls.follow(path(false), Optional.empty(), this::connected, this::take);
    }

    private void sayIfSilent() {
        if (silent) {
            say(nothing());
        }
        silent = false;
    }

    /** Why nothing was printed. */
    private String nothing() {
        return "No change%s is kept since the service started%s."
                .formatted(
                        game == null ? "" : " of " + game,
                        status(calls())
                                .time("started_at")
                                .map(then ->
                                        ", %s ago"
                                                .formatted(
                                                        Ages.since(
                                                                then, session().clock().instant())))
                                .orElse(""));
    }

    /** The service accepted; if it was away, that is over. */
    private void connected() {
        if (away) {
            say("The service answers again.");
        }
        away = false;
    }

    private static boolean isTemporary(RefusedException refused) {
        return "service_unavailable".equals(refused.code());
    }

    private String path(boolean following) {
        return Paths.of("/events?follow=" + following)
                + (game == null ? "" : "&game_id=" + GameParameter.valid(game))
                + node.query("&");
    }

    /** Whether the next event is wanted. */
    private boolean take(ServerEvent event) {
        last = event.id().or(() -> last);
        silent &= "open".equals(event.name());
        switch (event.name()) {
            case "open" -> {
                if (follow) {
                    sayIfSilent();
                }
            }
            case "reset" -> {
                say("The service has restarted, or changes were missed; what it keeps follows.");
                reset = true;
            }
            case "dropped", "end" ->
                    say(
                            "The stream ended: "
                                    + event.fields().text("reason").orElse("no reason known"));
            default -> {
                if (json()) {
                    screen().line(PlainText.json(event.data()));
                } else {
                    words(event.name(), event.fields()).ifPresent(screen()::line);
                }
            }
        }
        return !reset && !screen().isGone();
    }

    private void say(String words) {
        session().err().println(PlainText.line(words));
    }

    private static Optional<String> words(String kind, Fields change) {
        return switch (kind) {
            case "record" ->
                    Optional.of(
                            line(
                                    change,
                                    "last_op_at",
                                    "is %s, image %s"
                                            .formatted(
                                                    change.shown("status"),
                                                    change.shown("current_image_ref"))));
            case "operation" ->
                    Optional.of(
                            line(
                                    change,
                                    change.time("finished_at").isPresent()
                                            ? "finished_at"
                                            : "started_at",
                                    OperationWords.of(change)
                                            + change.text("error_message")
                                                    .map(": "::concat)
                                                    .orElse("")));
            case "health" -> Optional.of(line(change, "observed_at", HealthWords.now(change)));
            case "process_killed" ->
                    Optional.of(
                            line(
                                    change,
                                    "observed_at",
                                    HealthWords.killed(change.number("times").orElse(1))));
            case "abandoned" ->
                    Optional.of("-  " + change.shown("game_id") + "  there was nothing to do");
            default -> Optional.empty();
        };
    }

    private static String line(Fields change, String time, String words) {
        Optional<Instant> when = change.time(time);
        return "%s  %s  %s"
                .formatted(when.map(Ages::time).orElse("-"), change.shown("game_id"), words);
    }
}
