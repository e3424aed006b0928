package rtm.main.client;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.text.Ages;
import rtm.main.client.text.PlainText;

/** The last changes, and those that come. */
@Command(
        name = "events",
        description =
                "Print the last changes of records, operations and health; with -f, also those to come.",
        footer = {"", "Example: rtmanager events -f game-01HZ"})
final class EventsCommand extends ServiceCommand {

    private static final String ID = "id:";
    private static final String EVENT = "event:";
    private static final String DATA = "data:";

    @Parameters(arity = "0..1", paramLabel = "GAME", description = "Only this game's.")
    @Nullable String game;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until interrupted.")
    boolean follow;

    private String kind = "";
    private Optional<String> last = Optional.empty();

    /** A stream begins with what comes, so what is kept is asked for first. */
    @Override
    void run() {
        ServiceCalls calls = calls();
        calls.follow(path(false), Optional.empty(), this::take);
        if (follow) {
            calls.follow(path(true), last, this::take);
        }
    }

    private String path(boolean following) {
        return Paths.of("/events?follow=" + following)
                + (game == null ? "" : "&game_id=" + Paths.encoded(game));
    }

    /** Whether the next line is wanted. */
    private boolean take(String line) {
        if (line.startsWith(ID)) {
            last = Optional.of(line.substring(ID.length()).strip());
        } else if (line.startsWith(EVENT)) {
            kind = line.substring(EVENT.length()).strip();
        } else if (line.startsWith(DATA)) {
            String data = line.substring(DATA.length()).strip();
            if (json()) {
                screen().line(PlainText.output(data));
            } else {
                words(AnswerReader.object(data)).ifPresent(screen()::line);
            }
        }
        return !screen().isGone();
    }

    private Optional<String> words(Fields change) {
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
            case "abandoned" ->
                    Optional.of("-  " + change.shown("game_id") + "  there was nothing to do");
            case "dropped", "end" ->
                    Optional.of(
                            "The stream ended: " + change.text("reason").orElse("no reason known"));
            default -> Optional.empty();
        };
    }

    private static String line(Fields change, String time, String words) {
        Optional<Instant> when = change.time(time);
        return "%s  %s  %s"
                .formatted(when.map(Ages::time).orElse("-"), change.shown("game_id"), words);
    }
}
