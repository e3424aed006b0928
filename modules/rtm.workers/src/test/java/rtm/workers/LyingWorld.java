package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rtm.docker.DockerDaemon;
import rtm.docker.DockerSettings;
import rtm.domain.daemon.DaemonIdentity;
import rtm.domain.daemon.IdentityCheckedDaemon;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.Labels;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.StopReason;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.domain.port.EngineHealth;
import rtm.domain.usecase.FinishInterrupted;
import rtm.domain.usecase.UseCases;
import rtm.testkit.server.ContainerTable;
import rtm.testkit.server.Lie;
import rtm.testkit.server.LyingDaemon;
import rtm.testkit.server.Question;
import rtm.workers.wiring.WorkerSettings;

/** A process of the service beside a daemon that lies, and beside containers of others. */
final class LyingWorld {

    private static final GameId GAME = new GameId("g");
    private static final int HASTE = 15;
    private static final int ENOUGH = 3;
    private static final int MOST_TRIES = 20;

    private static final Origin.Call CALL = new Origin.Call(OperationSource.GM_REST);

    private final LyingDaemon daemon;
    private final DockerDaemon docker;
    private final WorkersWorld world;
    private final TestProcess process;
    private final Set<String> strangers;

    /** What is done while the daemon lies. */
    enum Operation {
        START,
        STOP,
        RESTART,
        PATCH,
        CLEANUP;

        /** What it asks of the daemon. */
        List<Question> questions() {
            List<Question> common = List.of(Question.LIST, Question.INSPECT);
            List<Question> own =
                    switch (this) {
                        case START ->
                                List.of(
                                        Question.IMAGE,
                                        Question.CREATE,
                                        Question.START,
                                        Question.REMOVE);
                        case STOP -> List.of(Question.STOP);
                        case RESTART, PATCH ->
                                List.of(
                                        Question.IMAGE,
                                        Question.NETWORK,
                                        Question.CREATE,
                                        Question.START,
                                        Question.STOP,
                                        Question.RENAME,
                                        Question.REMOVE);
                        case CLEANUP -> List.of(Question.REMOVE);
                    };
            return Stream.concat(common.stream(), own.stream()).toList();
        }
    }

    LyingWorld(Path folder, boolean busy) throws Exception {
        daemon = new LyingDaemon(folder);
        strangers =
                Set.of(
                        daemon.table().place("somebody", "else:1", Map.of()),
                        daemon.table()
                                .place(
                                        "copy",
                                        WorkersWorld.IMAGE,
                                        Map.of(
                                                Labels.OWNER,
                                                Labels.OWNER_VALUE,
                                                Labels.GAME_ID,
                                                "other-")));
        docker = DockerDaemon.open(settings(folder), OpenTelemetry.noop(), HASTE);
        world = new WorkersWorld(folder);
        IdentityCheckedDaemon checked =
                new IdentityCheckedDaemon(
                        docker, docker, new DaemonIdentity(world.store), NodeId.FIRST);
        world.store.recordDaemon("table");
        process =
                world.process(
                        WorkersWorld.FAST,
                        busy ? busy() : WorkersWorld.settings(8, Duration.ofSeconds(20)),
                        new TestProcess.Docker(
                                checked,
                                checked,
                                (_, _) -> new EngineHealth.Answer.Healthy(),
                                Duration.ofMillis(100)));
    }

    /** Every worker works all the time. */
    private static WorkerSettings busy() {
        Duration soon = Duration.ofMillis(100);
        return new WorkerSettings(
                new WorkerSettings.JobSettings(soon, 8, Duration.ofSeconds(20)),
                soon,
                new WorkerSettings.Probe(soon, soon.dividedBy(2), 3, 8),
                soon,
                new WorkerSettings.Cleanup(soon, Duration.ofDays(30), Duration.ZERO, soon));
    }

    private DockerSettings settings(Path folder) {
        return new DockerSettings(
                daemon.host(),
                DockerSettings.DEFAULT_NETWORK,
                DockerSettings.DEFAULT_ENGINE_STATE_MOUNT_PATH,
                DockerSettings.DEFAULT_ENGINE_STATE_ENV_NAME,
                Optional.empty(),
                Map.of(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                4,
                folder);
    }

    /** What the workers ask of the daemon. */
    static List<Question> askedByWorkers() {
        return List.of(
                Question.LIST, Question.INSPECT, Question.INFO, Question.PING, Question.EVENTS);
    }

    /** One operation under a lie; then the truth, the workers, and the operation again. */
    void operate(Operation operation, Question about, Lie lie) throws Exception {
        prepare(operation);
        daemon.lie(about, lie);
        words(attempt(operation));
        daemon.mend();
        startWorkers();
        world.await("no open row", () -> world.open().isEmpty());
        world.await("record and container agree", this::agrees);
        if (!lie.isBelievable()) {
            assertThat(reported()).as("health events").noneMatch(LyingWorld::isAnEnd);
        }
        prepare(operation);
        insist(operation);
        assertThat(agrees()).as("record and container agree").isTrue();
        assertThat(daemon.table().ranTwice()).as("two engines at a time").isFalse();
        strangersAreUntouched();
    }

    /**
     * An operation of which one question gets no usable answer: that is an outage and no failure of
     * the operation. Then the truth, what was interrupted, and the operation again.
     *
     * @return whether it asked that many questions
     */
    boolean misunderstand(Operation operation, int truths, Lie lie) throws Exception {
        prepare(operation);
        daemon.lieOnce(askedOnce(lie), truths, lie);
        try {
            if (perform(operation) instanceof Outcome.Settled(Verdict.Failed failed, _)) {
                throw new AssertionError("failed for good: " + failed);
            }
        } catch (DependencyUnavailableException away) {
            words(away.text());
        }
        daemon.mend();
        finishInterrupted();
        assertThat(world.open()).as("open rows").isEmpty();
        prepare(operation);
        insist(operation);
        assertThat(agrees()).as("record and container agree").isTrue();
        return daemon.lies() > 0;
    }

    /** The refusal of an image may be right: it is broken. */
    private static Set<Question> askedOnce(Lie lie) {
        Set<Question> questions =
                EnumSet.of(Question.LIST, Question.INSPECT, Question.NETWORK, Question.LOGS);
        if (lie != Lie.REFUSED) {
            questions.add(Question.IMAGE);
        }
        return questions;
    }

    /** The workers under a lie; then the truth, and an engine that ends by itself. */
    void watch(Question about, Lie lie) throws Exception {
        insist(Operation.START);
        if (about == Question.EVENTS) {
            daemon.lie(about, lie);
        }
        startWorkers();
        daemon.lie(about, lie);
        world.await("lies", () -> daemon.lies() >= ENOUGH);
        daemon.mend();
        world.await("record and container agree", this::agrees);
        assertThat(reported()).as("health events").noneMatch(LyingWorld::isAnEnd);
        daemon.table().exit(running().getFirst(), 7);
        world.await("the end is reported", () -> ends().findAny().isPresent());
        world.await("record and container agree", this::agrees);
        assertThat(ends()).hasSize(1);
        strangersAreUntouched();
    }

    /** A probe may be the first to find that the engine is gone, and says so too. */
    private Stream<? extends Map<String, String>> ends() {
        return reported().stream()
                .filter(LyingWorld::isAnEnd)
                .filter(event -> !"probe_failed".equals(event.get("event_type")));
    }

    /** A lie inside a stream of events that goes on; then an engine that ends by itself. */
    void follow(EventLie lie) throws Exception {
        insist(Operation.START);
        startWorkers();
        world.await("the events are followed", () -> daemon.table().followers() > 0);
        String engine = running().getFirst();
        lie.pieces(engine, GAME.value()).forEach(daemon.table()::send);
        daemon.table().exit(engine, 7);
        endsOnce(engine);
    }

    /** An engine that ends by itself, and a lie about what it wrote. */
    void end(Lie lie) throws Exception {
        insist(Operation.START);
        startWorkers();
        daemon.lie(Question.LOGS, lie);
        String engine = running().getFirst();
        daemon.table().exit(engine, 7);
        world.await("a lie", () -> daemon.lies() > 0);
        endsOnce(engine);
        daemon.mend();
        insist(Operation.START);
        assertThat(agrees()).as("record and container agree").isTrue();
    }

    private void endsOnce(String engine) throws Exception {
        world.await("the end is reported", () -> reported().stream().anyMatch(LyingWorld::isAnEnd));
        world.await("record and container agree", this::agrees);
        assertThat(reported().stream().filter(LyingWorld::isAnEnd))
                .singleElement()
                .satisfies(end -> assertThat(end).containsEntry("event_type", "container_exited"));
        assertThat(world.store.endings().last(new ContainerId(engine)).orElseThrow().ending())
                .satisfies(ending -> assertThat(ending.exitCode()).hasValue(7));
        strangersAreUntouched();
    }

    private void prepare(Operation operation) throws InterruptedException {
        switch (operation) {
            case START -> {
                if (!running().isEmpty()) {
                    insist(Operation.STOP);
                }
            }
            case STOP, RESTART, PATCH -> {
                if (running().isEmpty()) {
                    insist(Operation.START);
                }
            }
            case CLEANUP -> {
                if (running().isEmpty()) {
                    insist(Operation.START);
                }
                insist(Operation.STOP);
            }
        }
    }

    /** Deadlines are short here, so a busy machine may miss one although the daemon is honest. */
    private void insist(Operation operation) throws InterruptedException {
        String last = "";
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                Outcome outcome = perform(operation);
                if (!(outcome instanceof Outcome.Settled(Verdict.Failed _, _))) {
                    return;
                }
                last = outcome.toString();
            } catch (OperationException | DependencyUnavailableException later) {
                last = String.valueOf(later.getMessage());
                finishInterrupted();
            }
        }
        throw new AssertionError(operation + " does not succeed: " + last);
    }

    private void finishInterrupted() throws InterruptedException {
        FinishInterrupted finish = process.useCases.finishInterrupted();
        for (OpenOperation left : finish.open().calls()) {
            try {
                finish.finish(left);
            } catch (DependencyUnavailableException | OwnershipLostException _) {
                // It is tried again.
            }
        }
    }

    private void startWorkers() throws InterruptedException {
        @Nullable DependencyUnavailableException last = null;
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                process.start();
                return;
            } catch (DependencyUnavailableException later) {
                last = later;
            }
        }
        throw new AssertionError("the workers do not start", last);
    }

    private String attempt(Operation operation) throws InterruptedException {
        try {
            return switch (perform(operation)) {
                case Outcome.Settled(Verdict.Failed(_, String message), _) -> message;
                case Outcome done -> done.toString();
            };
        } catch (OperationException failed) {
            return failed.text();
        } catch (DependencyUnavailableException away) {
            return away.text();
        }
    }

    private Outcome perform(Operation operation) throws InterruptedException {
        UseCases cases = process.useCases;
        return switch (operation) {
            case START -> cases.startRuntime().start(GAME, image(), CALL);
            case STOP -> cases.stopRuntime().stop(GAME, StopReason.CANCELLED, CALL);
            case RESTART -> cases.restartRuntime().restart(GAME, CALL);
            case PATCH ->
                    cases.patchRuntime().patch(GAME, new ImageReference("galaxy/game:1.4.1"), CALL);
            case CLEANUP -> cases.cleanupContainer().cleanUp(GAME, CALL);
        };
    }

    private ImageReference image() {
        return world.store
                .find(GAME)
                .map(RuntimeRecord::currentImage)
                .orElseGet(WorkersWorld::image);
    }

    private static void words(String text) {
        assertThat(text)
                .as("words")
                .hasSizeLessThan(2500)
                .doesNotContain("java.", "Exception", "a defect", "localhost")
                .doesNotContainPattern("\\p{Cntrl}");
    }

    private List<String> running() {
        return rows().filter(ContainerTable.Row::running).map(ContainerTable.Row::id).toList();
    }

    private Stream<ContainerTable.Row> rows() {
        return daemon.table().rows().stream().filter(row -> !strangers.contains(row.id()));
    }

    private boolean agrees() {
        List<String> running = running();
        List<String> there = rows().map(ContainerTable.Row::id).toList();
        return world.store
                .find(GAME)
                .map(RuntimeRecord::state)
                .map(state ->
                        switch (state) {
                            case RuntimeState.Running(var id) ->
                                    running.equals(List.of(id.value()));
                            case RuntimeState.Stopped(var id, _) ->
                                    running.isEmpty() && there.equals(List.of(id.value()));
                            case RuntimeState.Removed _ -> there.isEmpty();
                        })
                .orElseGet(there::isEmpty);
    }

    private List<? extends Map<String, String>> reported() {
        return world.events.entries(PlainMessages.HEALTH);
    }

    private static boolean isAnEnd(Map<String, String> event) {
        return !"container_started".equals(event.get("event_type"));
    }

    private void strangersAreUntouched() {
        assertThat(
                        daemon.table().rows().stream()
                                .filter(ContainerTable.Row::running)
                                .map(ContainerTable.Row::id))
                .containsAll(strangers);
        assertThat(daemon.asked())
                .filteredOn(asked -> !asked.line().startsWith("GET"))
                .noneMatch(asked -> strangers.stream().anyMatch(asked.line()::contains));
    }

    void close() throws InterruptedException {
        daemon.mend();
        world.close();
        docker.close();
        daemon.close();
    }
}
