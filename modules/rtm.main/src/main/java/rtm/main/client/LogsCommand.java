package rtm.main.client;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rtm.domain.text.PlainText;
import rtm.main.client.call.Paths;
import rtm.main.client.call.RefusedException;
import rtm.main.client.call.ServerEvent;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.call.UsageException;
import rtm.main.client.game.FirstStart;
import rtm.main.client.game.WaitingWork;

/** What an engine wrote, and what it writes. */
@Command(
        name = "logs",
        description =
                "Print the last lines that a game's engine wrote; with -f, also those to come.",
        footer = {
            "",
            "Examples: rtmanager logs game-01HZ -n 50",
            "          rtmanager logs game-01HZ -f",
            "          rtmanager logs game-01HZ --previous",
            "With --json, each line is an object with the field line."
        })
final class LogsCommand extends ServiceCommand {

    @Mixin final GameParameter game = new GameParameter();

    @Option(
            names = "-n",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many lines; default ${DEFAULT-VALUE}.")
    int lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the engine ends, or until interrupted.")
    boolean follow;

    @Option(
            names = "--previous",
            description =
                    "What the engine that ended last had written, as it was kept; while one runs, that is the one before it.")
    boolean previous;

    private boolean ended;

    @Override
    void run() {
        if (follow && previous) {
            throw new UsageException("-f and --previous exclude each other");
        }
        try {
            print(Paths.game(game.id(), "/logs?tail=" + lines));
        } catch (RefusedException refused) {
            throw refused.isNotFound() ? refused.with(hint()) : refused;
        }
    }

    /** Where to look instead. */
    private String hint() {
        ServiceCalls calls = calls();
        try {
            calls.read(Paths.game(game.id(), ""));
            return previous
                    ? hidden(status(calls))
                            .map("; whether one has ended meanwhile is not known now: "::concat)
                            .orElse("")
                    : "; what its last engine wrote: rtmanager logs %s --previous"
                            .formatted(game.id());
        } catch (RefusedException _) {
            WaitingWork waiting = WaitingWork.of(status(calls));
            return FirstStart.words(calls, waiting, game.id(), session().clock().instant())
                    .map("; it "::concat)
                    .or(() -> waiting.unknownStart(game.id()).map("; "::concat))
                    .orElse("");
        }
    }

    private void print(String path) {
        if (follow) {
            follow(path);
        } else {
            calls().read(path + (previous ? "&previous=true" : ""))
                    .lines()
                    .forEach(this::printLine);
        }
    }

    private void follow(String path) {
        calls().follow(path + "&follow=true", Optional.empty(), () -> {}, this::take);
        if (!ended && !screen().isGone()) {
            throw new FailedException("The service ended the stream before the engine ended.");
        }
    }

    /** Whether the next event is wanted. */
    private boolean take(ServerEvent event) {
        switch (event.name()) {
            case "output" -> event.fields().raw("line").ifPresent(this::printLine);
            case "end" -> {
                ended = true;
                String reason = event.fields().text("reason").orElse("The stream ended.");
                if (!event.fields().is("engine_ended")) {
                    throw new FailedException(reason);
                }
                session().err().println(reason);
            }
            default -> {}
        }
        return !ended && !screen().isGone();
    }

    private void printLine(String line) {
        screen().line(json() ? PlainText.json(object(line)) : PlainText.output(line));
    }

    private static String object(String line) {
        char[] quoted = JsonStringEncoder.getInstance().quoteAsString(line);
        return "{\"line\":\"%s\"}".formatted(new String(quoted));
    }
}
