package rtm.workers.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Ending;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.workers.WorkersWorld;
import rtm.workers.loop.RoundsTest;
import rtm.workers.wiring.WorkerSettings;

class CleanupWorkerTest {

    private static final Instant NOW = Instant.parse("2026-04-28T07:18:54Z");
    private static final Duration RETENTION = Duration.ofDays(30);

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final List<String> cleaned = new CopyOnWriteArrayList<>();
    private final AtomicReference<CleanupWorker.Cleaner> cleaner =
            new AtomicReference<>(this::clean);
    private WorkersWorld world;
    private CleanupWorker worker;

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
        worker =
                new CleanupWorker(
                        world.store,
                        new WorkerSettings.Cleanup(
                                Duration.ofHours(1), RETENTION, RETENTION, Duration.ZERO),
                        (game, before) -> cleaner.get().cleanUp(game, before),
                        new OperationLogCleanup(
                                world.store,
                                world.streams,
                                world.daemon,
                                NodeId.FIRST,
                                RETENTION,
                                Duration.ZERO),
                        new EndingCleanup(world.store.endings(), RETENTION, Duration.ZERO),
                        () -> NOW,
                        _ -> {});
    }

    @AfterEach
    void close() throws InterruptedException {
        world.close();
    }

    @Test
    void endingsGoOnceTheyAreOlderThanTheRetention() throws Exception {
        endAt(NOW.minus(RETENTION).minusSeconds(1));
        endAt(NOW.minus(RETENTION));

        worker.round();

        assertThat(world.store.endings().all())
                .extracting(entry -> entry.ending().endedAt())
                .containsExactly(NOW.minus(RETENTION));
        new EndingCleanup(world.store.endings(), Duration.ZERO, Duration.ZERO)
                .round(NOW.plus(RETENTION));
        assertThat(world.store.endings().all()).hasSize(1);
    }

    @Test
    void aClockThatIsAheadForAMomentRemovesNoEnding() {
        endAt(NOW);
        EndingCleanup cleanup =
                new EndingCleanup(world.store.endings(), RETENTION, Duration.ofDays(1));

        cleanup.round(NOW.plus(RETENTION).plusSeconds(1));
        cleanup.round(NOW);

        assertThat(world.store.endings().all()).hasSize(1);
    }

    private void endAt(Instant at) {
        world.store
                .endings()
                .save(
                        NodeId.FIRST,
                        new Ending(
                                WorkersWorld.game("chess"),
                                new ContainerId("c0ffee"),
                                at.minusSeconds(60),
                                at,
                                Optional.empty(),
                                OptionalInt.empty(),
                                false,
                                true,
                                false),
                        Optional.empty());
    }

    @Test
    void onlyGamesStoppedLongerAgoThanTheRetentionAreCleanedUp() throws Exception {
        put("older", stopped(NOW.minus(RETENTION).minusSeconds(1)));
        put("just", stopped(NOW.minus(RETENTION)));
        put("young", stopped(NOW.minusSeconds(1)));
        put("running", new RuntimeState.Running(container()));
        put("removed", new RuntimeState.Removed(Optional.of(Instant.EPOCH), Instant.EPOCH));

        worker.round();

        assertThat(cleaned).containsExactly("older before " + NOW.minus(RETENTION));
    }

    @Test
    void oneThatFailsDelaysNoOtherAndIsLoggedOnce() throws Exception {
        put("bad", stopped(Instant.EPOCH));
        put("good", stopped(Instant.EPOCH));
        cleaner.set((game, before) -> {
            if (game.equals(WorkersWorld.game("bad"))) {
                throw new DependencyUnavailableException(
                        Dependency.DOCKER, "as the test asked", null);
            }
            return clean(game, before);
        });

        worker.round();
        worker.round();

        assertThat(cleaned).hasSize(2).allMatch(line -> line.startsWith("good"));
        assertThat(log.lines("WARN", "cannot be removed yet", "game_id=bad")).hasSize(1);
    }

    @Test
    void aBusyGameIsLeftForTheNextRound() throws Exception {
        put("busy", stopped(Instant.EPOCH));
        cleaner.set((_, _) -> Optional.empty());
        worker.round();
        cleaner.set(this::clean);
        worker.round();
        assertThat(cleaned).hasSize(1);
    }

    @Test
    void whilePostgresIsDownNothingIsCleanedUp() throws Exception {
        put("older", stopped(Instant.EPOCH));
        world.store.unavailable(true);
        worker.round();
        assertThat(cleaned).isEmpty();
        assertThat(log.lines("WARN", "cannot be removed yet")).hasSize(1);
        world.store.unavailable(false);
        worker.round();
        assertThat(cleaned).hasSize(1);
    }

    private Optional<Outcome> clean(GameId game, Instant before) {
        cleaned.add(game + " before " + before);
        return Optional.of(new Outcome.Settled(new Verdict.Done(), Optional.empty()));
    }

    private static RuntimeState stopped(Instant at) {
        return new RuntimeState.Stopped(container(), at);
    }

    private static ContainerId container() {
        return new ContainerId("1f2a");
    }

    private void put(String game, RuntimeState state) {
        RuntimeRecord record = RoundsTest.running(game, "1f2a");
        world.store.put(record.with(state, Instant.EPOCH));
    }
}
