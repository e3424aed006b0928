package rtm.main.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import rtm.domain.text.Causes;
import rtm.domain.text.PlainText;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Change;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.RefusedException;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.call.UnreachableException;
import rtm.main.client.game.Problems;
import rtm.main.client.game.WaitingWork;
import rtm.main.client.text.Json;
import rtm.main.client.text.Screen;

/** A command that asks the running service. */
abstract class ServiceCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;
    private boolean incomplete;

    /** Asks, and prints; a refusal is thrown. */
    abstract void run() throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        run();
        return incomplete ? 1 : 0;
    }

    /** What was printed is not all that was asked for, as stderr says: the exit code is 1. */
    final void incomplete(String words) {
        session().err().println("Not all is shown: " + words);
        incomplete = true;
    }

    /** Why nobody can see now how engines are and how they ended, if that is so. */
    static Optional<String> hidden(Fields status) {
        Causes causes = Problems.of(status);
        return causes.hideHealth()
                ? Optional.of(String.join("; ", causes.lines()))
                : Optional.empty();
    }

    /** What is wrong with Docker, as the status has it; empty if it answers, or nobody knows. */
    final Optional<String> dockerAway() {
        try {
            return AnswerReader.object(calls().read(Paths.of("/status")))
                    .list("dependencies")
                    .stream()
                    .filter(each -> "docker".equals(each.shown("name")))
                    .flatMap(docker -> docker.text("error").stream())
                    .findFirst();
        } catch (RefusedException | UnreachableException _) {
            return Optional.empty();
        }
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
     * An answer, and in further fields these lists of the status; null if that cannot be read.
     *
     * @param lists each with those of its objects that are wanted
     */
    static String withLists(
            String answer, Optional<String> status, Map<String, Predicate<Fields>> lists) {
        Map<String, String> more = new LinkedHashMap<>();
        new TreeMap<>(lists)
                .forEach((list, wanted) ->
                        more.put(
                                list,
                                status.map(read ->
                                                Json.elements(read, list).stream()
                                                        .filter(each ->
                                                                wanted.test(
                                                                        AnswerReader.object(each)))
                                                        .collect(Collectors.joining(",", "[", "]")))
                                        .orElse("null")));
        return Json.with(answer, more);
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

    /** Says that it is not known which jobs wait, where they would be shown. */
    final void warnOfJobs(WaitingWork waiting) {
        waiting.unknownJobs().ifPresent(words -> session().err().println("Warning: " + words));
    }

    /** The status; without fields if it cannot be read, which a line on stderr says. */
    final Fields status(ServiceCalls calls) {
        return statusAnswer(calls).map(AnswerReader::object).orElse(Fields.NONE);
    }

    /** The same as it was answered. */
    final Optional<String> statusAnswer(ServiceCalls calls) {
        try {
            return Optional.of(calls.read(Paths.of("/status")));
        } catch (RefusedException | UnreachableException failed) {
            warnOfStatus(failed);
            return Optional.empty();
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
