package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtm.domain.fake.CapturedLog;
import rtm.testkit.server.Lie;
import rtm.testkit.server.Question;

/**
 * The service with a daemon that lies: under each operation and each worker, about everything that
 * they ask. All worlds of one lie live side by side, since most of them wait for a deadline.
 */
@Timeout(60)
class LyingDaemonTest {

    private static final int PLACES = 20;
    private static final int MOST_QUESTIONS = 24;

    @RegisterExtension final CapturedLog log = new CapturedLog();
    @TempDir Path folder;

    /** A case and its run. */
    private record Case(String name, boolean busy, Run run) {}

    @FunctionalInterface
    private interface Run {
        void in(LyingWorld world) throws Exception;
    }

    /**
     * Under an operation a lie does no harm, and the truth repairs everything: nothing of others is
     * touched, and no second engine starts. Under the workers it reports nothing, unless nothing
     * shows that it is a lie, and a later crash is reported once.
     */
    @ParameterizedTest
    @EnumSource(Lie.class)
    void aLieDoesNoHarmAndTheTruthRepairsEverything(Lie lie) throws Exception {
        List<Case> cases = new ArrayList<>();
        for (LyingWorld.Operation operation : LyingWorld.Operation.values()) {
            for (Question about : operation.questions()) {
                cases.add(
                        new Case(
                                operation + " " + about,
                                false,
                                world -> world.operate(operation, about, lie)));
            }
        }
        for (Question about : LyingWorld.askedByWorkers()) {
            boolean tellable = about != Question.EVENTS || !lie.isAboutContainers();
            if (tellable && !lie.isBelievable()) {
                cases.add(new Case("workers " + about, true, world -> world.watch(about, lie)));
            }
        }
        cases.add(new Case("output", true, world -> world.end(lie)));
        assertThat(failures(cases)).isEmpty();
        assertThat(log.lines("defect")).isEmpty();
        assertThat(log.lines("stack=")).isEmpty();
    }

    /** Whichever of its questions it is, the operation can be tried again. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "GARBAGE",
                "EMPTY",
                "NULL",
                "NO_FIELDS",
                "NULL_FIELDS",
                "NOTHING_THERE",
                "OTHER_LABELS",
                "OTHER_ID",
                "REFUSED",
                "ACCEPTED_NOT_DONE"
            })
    void oneUnreadableAnswerFailsNoOperationForGood(Lie lie) throws Exception {
        List<Case> cases = new ArrayList<>();
        Map<LyingWorld.Operation, AtomicInteger> asked = new EnumMap<>(LyingWorld.Operation.class);
        for (LyingWorld.Operation operation : LyingWorld.Operation.values()) {
            AtomicInteger lies = new AtomicInteger();
            asked.put(operation, lies);
            for (int i = 0; i < MOST_QUESTIONS; i++) {
                int truths = i;
                cases.add(
                        new Case(
                                operation + " after " + truths,
                                false,
                                world ->
                                        lies.addAndGet(
                                                world.misunderstand(operation, truths, lie)
                                                        ? 1
                                                        : 0)));
            }
        }
        assertThat(failures(cases)).isEmpty();
        assertThat(log.lines("defect")).isEmpty();
        assertThat(asked.values())
                .as("questions of each operation, all of them in the trial")
                .allSatisfy(lies -> assertThat(lies).hasValueBetween(3, MOST_QUESTIONS - 1));
    }

    /** The lines before and after it count, and it reports nothing. */
    @Test
    void aLieInsideTheEventsDoesNoHarm() throws Exception {
        List<Case> cases = new ArrayList<>();
        for (EventLie lie : EventLie.values()) {
            cases.add(new Case("events " + lie, true, world -> world.follow(lie)));
        }
        assertThat(failures(cases)).isEmpty();
        assertThat(log.lines("defect")).isEmpty();
        assertThat(log.lines("stack=")).isEmpty();
        assertThat(log.lines("WARN", "skipped unreadable docker events")).isNotEmpty();
    }

    private List<String> failures(List<Case> cases) throws Exception {
        List<String> failures = new ArrayList<>();
        try (ExecutorService places =
                Executors.newFixedThreadPool(PLACES, Thread.ofVirtual().factory())) {
            List<Map.Entry<Case, Future<?>>> running = new ArrayList<>();
            for (Case each : cases) {
                running.add(Map.entry(each, places.submit(() -> run(each))));
            }
            for (Map.Entry<Case, Future<?>> each : running) {
                try {
                    each.getValue().get();
                } catch (ExecutionException failed) {
                    failures.add(each.getKey().name() + ": " + failed.getCause());
                }
            }
        }
        return failures;
    }

    private Void run(Case each) throws Exception {
        Path own = Files.createTempDirectory(folder, "world");
        LyingWorld world = new LyingWorld(own, each.busy());
        try {
            each.run().in(world);
        } finally {
            world.close();
        }
        return null;
    }
}
