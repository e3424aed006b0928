package rtm.main.client;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import rtm.domain.text.PlainText;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Change;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.RefusedException;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.call.UnreachableException;
import rtm.main.client.game.Problems;
import rtm.main.client.text.Json;
import rtm.main.client.text.Screen;

/** A command that asks the running service. */
abstract class ServiceCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    /** Asks, and prints; a refusal is thrown. */
    abstract void run() throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        run();
        return 0;
    }

    final Session session() {
        return root().session();
    }

    final Screen screen() {
        return session().screen();
    }

    final ServiceCalls calls() {
        return root().calls();
    }

    final boolean json() {
        return root().json;
    }

    /** The answer's fields; empty if they were printed as they are, because that was asked for. */
    final Optional<Fields> shownOrRead(String answer) {
        if (json()) {
            printJson(answer);
            return Optional.empty();
        }
        return Optional.of(AnswerReader.object(answer));
    }

    final void printJson(String answer) {
        screen().line(PlainText.json(answer.stripTrailing()));
    }

    /**
     * An answer, and in the field {@code pending} what waits, of the status; null if that cannot be
     * read.
     */
    final String withPending(ServiceCalls calls, String answer, Predicate<Fields> wanted) {
        String pending = "null";
        try {
            pending =
                    Json.elements(calls.read(Paths.of("/status")), "pending").stream()
                            .filter(each -> wanted.test(AnswerReader.object(each)))
                            .collect(Collectors.joining(",", "[", "]"));
        } catch (RefusedException | UnreachableException failed) {
            warnOfStatus(failed);
        }
        return Json.with(answer, Map.of("pending", pending));
    }

    private void warnOfStatus(Exception failed) {
        session().err().println("Warning: the status cannot be read: " + failed.getMessage());
    }

    /**
     * Says what the service misses: then it sees less. On stderr, so that what was asked for stays
     * as it is.
     */
    final void warn(ServiceCalls calls) {
        warn(status(calls));
    }

    final void warn(Fields status) {
        Problems.of(status)
                .lines()
                .forEach(problem -> session().err().println("Warning: " + problem));
    }

    /** The status; without fields if it cannot be read, which a line on stderr says. */
    final Fields status(ServiceCalls calls) {
        try {
            return AnswerReader.object(calls.read(Paths.of("/status")));
        } catch (RefusedException | UnreachableException failed) {
            warnOfStatus(failed);
            return Fields.NONE;
        }
    }

    /** Prints the record that results from a change, and whether there was anything to do. */
    final void changed(Change change) {
        shownOrRead(change.answer())
                .ifPresent(runtime ->
                        screen().line(
                                        "%s is %s%s, image %s"
                                                .formatted(
                                                        runtime.shown("game_id"),
                                                        runtime.shown("status"),
                                                        change.nothingToDo() ? " already" : "",
                                                        runtime.shown("current_image_ref"))));
    }

    private RootCommand root() {
        return (RootCommand) Objects.requireNonNull(spec).root().userObject();
    }
}
