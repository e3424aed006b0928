package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.InMemoryPresence;
import rtm.domain.fake.Pause;
import rtm.domain.model.BootId;
import rtm.domain.model.Duty;
import rtm.domain.model.EntryId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.JobStream;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.StreamOffset;
import rtm.workers.ServicePhase.Phase;
import rtm.workers.loop.Backoff;
import rtm.workers.loop.Intervals;
import rtm.workers.watch.NodeBeat;

/** One process on each node does that node's work, and one of them has the intake as well. */
class SeveralNodesTest {

    private static final NodeId OTHER = new NodeId(2);
    private static final Duty INTAKE = new Duty.Intake();

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final FakeContainerDaemon docker = new FakeContainerDaemon();
    private WorkersWorld world;

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
        docker.images().add(WorkersWorld.image());
        docker.countFrom(0x10000);
    }

    @AfterEach
    void close() throws InterruptedException {
        docker.faults().mend();
        world.close();
    }

    private TestProcess here() {
        return world.processOn(NodeId.FIRST, world.daemon);
    }

    private TestProcess there() {
        return world.processOn(OTHER, docker);
    }

    /** A game that ran there, and was removed. */
    private void of(NodeId node, String game) throws IOException {
        Path folder = Path.of(world.folders.pathOf(WorkersWorld.game(game)));
        Files.writeString(Files.createDirectories(folder).resolve("save"), "turn 12");
        world.store.put(
                new RuntimeRecord(
                        WorkersWorld.game(game),
                        node,
                        new RuntimeState.Removed(Optional.empty(), Instant.EPOCH),
                        new ImageReference(WorkersWorld.IMAGE),
                        WorkersWorld.game(game).engineEndpoint(),
                        world.folders.pathOf(WorkersWorld.game(game)),
                        "galaxy-net",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        1));
    }

    private static List<String> live(FakeContainerDaemon which) {
        return which.containers().stream()
                .filter(ObservedContainer::live)
                .map(ObservedContainer::name)
                .sorted()
                .toList();
    }

    private List<String> workers(String sentence) {
        return log.lines("INFO", sentence).stream()
                .map(line -> line.replaceFirst(".* worker=(\\S+).*", "$1"))
                .toList();
    }

    @Test
    void eachNodeIsAtWorkAndTheFirstProcessHasTheIntake() throws Exception {
        TestProcess first = here().start();
        assertThat(first.phase.current()).isEqualTo(Phase.LEADING);
        assertThat(workers("worker started")).hasSize(7);
        assertThat(workers("worker standing by")).isEmpty();

        TestProcess second = there().start();

        assertThat(second.phase.current()).isEqualTo(Phase.ON_NODE);
        assertThat(second.phase.refusal()).isEmpty();
        assertThat(second.phase.leads()).isFalse();
        assertThat(workers("worker started").subList(7, 12))
                .containsExactly(
                        "docker-events-listener",
                        "docker-inspect",
                        "health-probe",
                        "reconciler",
                        "container-cleanup");
        assertThat(workers("worker standing by"))
                .containsExactly("start-jobs-consumer", "stop-jobs-consumer");
    }

    @Test
    void aProcessSaysThatItHasItsNodeOnceItHasIt() throws Exception {
        TestProcess first = here().start();
        TestProcess standby = here().start();
        assertThat(standby.phase.current()).isEqualTo(Phase.STANDING_BY);
        assertThat(first.seen).hasValue(1);
        assertThat(standby.seen).hasValue(0);
        first.kill();
        world.await("the other to have the node", () -> standby.seen.get() == 1);
    }

    @Test
    void aProcessThatWasCutOffDoesNotGoOnWithANodeThatWasGivenUp() throws Exception {
        here().start();
        TestProcess second = there().start();
        second.presence.lose();
        second.givenUp = true;
        second.presence.regain();
        world.await("the end of its work", () -> second.phase.current() == Phase.STANDING_BY);
        assertThat(log.lines("WARN", "lost the node")).hasSize(1);
        world.await("the reason", () -> second.phase.refusal().isPresent());
        assertThat(second.phase.givenUp()).isEqualTo(second.phase.refusal());
        second.givenUp = false;
        world.await("its work", () -> second.phase.current() == Phase.ON_NODE);
        assertThat(second.phase.refusal()).isEmpty();
        assertThat(second.phase.givenUp()).isEmpty();
    }

    @Test
    void aJobIsDoneOnTheNodeOfItsGameWhicheverProcessReadsIt() throws Exception {
        of(OTHER, "away");
        here().start();
        there().start();
        world.start("near");
        world.start("away");
        world.awaitResults(2);
        assertThat(world.results()).containsExactlyInAnyOrder("near done", "away done");
        assertThat(live(world.daemon)).containsExactly("galaxy-game-near");
        assertThat(live(docker)).containsExactly("galaxy-game-away");
    }

    @Test
    void theOtherNodeHearsOfItsJobAndTheReaderOfItsEnd() throws Exception {
        of(OTHER, "away");
        Duration minute = Duration.ofMinutes(1);
        Intervals patient =
                new Intervals(
                        Duration.ofMillis(5),
                        minute,
                        minute,
                        minute,
                        minute,
                        minute,
                        minute,
                        WorkersWorld.waits(1, 5),
                        new Backoff.Waits(minute, minute),
                        WorkersWorld.waits(1, 5));
        world.processOn(NodeId.FIRST, world.daemon, patient).start();
        world.processOn(OTHER, docker, patient).start();
        long before = System.nanoTime();
        EntryId id = world.start("away");
        world.awaitResults(1);
        world.await("its offset", () -> isSaved(id));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Intervals.LOOK);
    }

    @Test
    void theOthersSeeAtOnceThatTheDockerOfANodeHasEndedAndThatItIsBack() throws Exception {
        world.nodeInterval = Duration.ofDays(1);
        there().start();
        world.await("its events", () -> docker.events().followers() == 1);
        long before = System.nanoTime();
        world.engines.refuseAll(true);
        docker.events().lose();
        world.await("its trouble", () -> trouble().isPresent());
        world.engines.refuseAll(false);
        docker.events().back();
        world.await("the end of it", () -> trouble().isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(NodeBeat.LOOK);
    }

    private Optional<String> trouble() {
        return world.store.nodes().stream()
                .filter(node -> node.id().equals(OTHER))
                .flatMap(node -> node.trouble().stream())
                .findFirst();
    }

    @Test
    void jobsThatASlowNodeCarriesOutDelayNoJobOfAnotherNode() throws Exception {
        world.processOn(NodeId.FIRST, world.daemon, WorkersWorld.settings(1, Duration.ofMinutes(1)))
                .start();
        there().start();
        List<Pause> creates = new ArrayList<>();
        for (String game : List.of("slow1", "slow2", "slow3")) {
            of(OTHER, game);
            creates.add(docker.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT));
            world.start(game);
        }
        for (Pause create : creates) {
            create.awaitReached();
        }

        world.start("near");
        world.awaitResults(1);

        assertThat(world.results()).containsExactly("near done");
        assertThat(log.lines("WARN", "retrying job")).isEmpty();
        creates.forEach(Pause::release);
        world.awaitResults(4);
    }

    @Test
    void aJobThatItsNodeDoesNotTakeIsGivenUpAndNotCarriedOutLater() throws Exception {
        of(OTHER, "away");
        world.processOn(NodeId.FIRST, world.daemon, WorkersWorld.settings(8, Duration.ofMillis(50)))
                .start();
        world.start("away");
        world.awaitResults(1);
        there().start();
        world.start("away");
        world.awaitResults(2);
        assertThat(world.results()).containsExactly("away service_unavailable", "away done");
        assertThat(docker.calls(DaemonCall.CREATE)).isEqualTo(1);
    }

    @Test
    void aReplacedReaderLeavesTheJobsOfOtherNodesToTheNextOne() throws Exception {
        of(OTHER, "away");
        TestProcess first = here().start();
        TestProcess second = there().start();
        Pause create = docker.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        EntryId id = world.start("away");
        create.awaitReached();

        takeIntake(first, second);
        AtomicInteger asked = new AtomicInteger();
        first.gate.before((call, _) -> {
            if (call.equals("RuntimeStore.assign")) {
                asked.incrementAndGet();
            }
        });
        create.release();
        world.awaitResults(1);
        world.await("its offset", () -> isSaved(id));
        assertThat(world.results()).containsExactly("away done");
        assertThat(asked).hasValueLessThanOrEqualTo(1);
    }

    @Test
    void theIntakeGoesToAnotherNodeWhenItsProcessDiesAndThatNodesWorkGoesOn() throws Exception {
        of(OTHER, "away");
        TestProcess first = here().start();
        TestProcess second = there().start();
        Pause create = docker.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        EntryId id = world.start("away");
        create.awaitReached();

        first.kill();
        world.await("the intake", () -> second.phase.current() == Phase.LEADING);
        create.release();
        world.awaitResults(1);
        world.await("its offset", () -> isSaved(id));

        assertThat(docker.calls(DaemonCall.CREATE)).isEqualTo(1);
        assertThat(log.lines("initial pass completed")).hasSize(2);
        world.await("its lines", () -> workers("worker started").size() == 14);
        assertThat(log.lines("WARN", "lost")).isEmpty();
    }

    private boolean isSaved(EntryId id) {
        return world.streams
                .savedOffset(JobStream.START_JOBS)
                .map(StreamOffset::id)
                .filter(saved -> saved.compareTo(id) >= 0)
                .isPresent();
    }

    @Test
    void aProcessThatLosesOnlyTheIntakeKeepsItsNodeAndTheJobsThatItRuns() throws Exception {
        TestProcess first = here().start();
        TestProcess second = there().start();
        Pause create = world.daemon.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        world.start("near");
        create.awaitReached();
        world.stop("near");

        takeIntake(first, second);
        create.release();
        world.awaitResults(2);

        assertThat(world.results()).containsExactly("near done", "near done");
        assertThat(first.phase.current()).isEqualTo(Phase.ON_NODE);
        assertThat(world.daemon.calls(DaemonCall.CREATE)).isEqualTo(1);
        assertThat(world.daemon.containers()).hasSize(1);
        assertThat(log.lines("WARN", "lost the intake to another process")).hasSize(1);
        assertThat(log.lines("WARN", "lost the node")).isEmpty();
        assertThat(workers("worker stopped"))
                .containsExactly("start-jobs-consumer", "stop-jobs-consumer");
    }

    /** The first process loses its session, and the second is faster to take the intake. */
    private void takeIntake(TestProcess first, TestProcess second) throws InterruptedException {
        first.presence.lose();
        assertThat(second.presence.tryTake(INTAKE)).isTrue();
        first.presence.regain();
        world.await("lost", () -> first.phase.current() == Phase.ON_NODE);
        world.await("taken", () -> second.phase.current() == Phase.LEADING);
    }

    @Test
    void aProcessWithoutItsNodeStandsByAndLeavesTheIntakeToOthers() throws Exception {
        TestProcess first = here().start();
        TestProcess second = there().start();
        TestProcess beside = there().start();
        assertThat(beside.phase.current()).isEqualTo(Phase.STANDING_BY);
        assertThat(log.lines("INFO", "another process has the node, this one stands by"))
                .hasSize(1);

        first.kill();
        world.await("the intake", () -> second.phase.current() == Phase.LEADING);
        second.kill();
        world.await("both", () -> beside.phase.current() == Phase.LEADING);
        assertThat(beside.presence.has(new Duty.OfNode(OTHER))).isTrue();
    }

    @Test
    void aProcessThatLosesItsNodeLosesTheIntakeToo() throws Exception {
        TestProcess first = here().start();
        Pause create = world.daemon.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        world.start("near");
        create.awaitReached();

        first.presence.lose();
        TestProcess beside = here().start();
        first.presence.regain();
        world.await("stands by", () -> first.phase.current() == Phase.STANDING_BY);
        world.awaitResults(1);

        assertThat(beside.phase.current()).isEqualTo(Phase.LEADING);
        assertThat(world.daemon.calls(DaemonCall.START)).isEqualTo(1);
        assertThat(log.lines("WARN", "lost the node to another process")).hasSize(1);
        assertThat(first.presence.has(INTAKE)).isFalse();
    }

    @Test
    void aProcessFinishesWhatItLeftInAnEarlierTermOfItsOwn() throws Exception {
        of(OTHER, "away");
        here().start();
        TestProcess second = there().start();
        Pause create = docker.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        world.start("away");
        create.awaitReached();

        second.presence.lose();
        docker.faults().makeUnavailable();
        TestProcess beside = there();
        assertThat(beside.presence.tryTake(new Duty.OfNode(OTHER))).isTrue();
        second.presence.regain();
        world.await("stands by", () -> second.phase.current() == Phase.STANDING_BY);
        assertThat(world.open())
                .allMatch(row -> row.operation().owner().equals(second.presence.bootId()));
        docker.faults().mend();
        beside.kill();
        world.awaitResults(1);

        assertThat(world.results()).containsExactly("away done");
        world.await("at work again", () -> second.phase.current() == Phase.ON_NODE);
        assertThat(live(docker)).hasSize(1);
    }

    @Test
    void newGamesAreSpreadOverTheNodes() throws Exception {
        here().start();
        there().start();
        for (String game : List.of("a", "b", "c", "d", "e", "f")) {
            world.start(game);
        }
        world.awaitResults(6);
        assertThat(live(world.daemon)).hasSize(3);
        assertThat(live(docker)).hasSize(3);
        assertThat(log.lines("INFO", "carrying out assigned job")).hasSize(3);
        assertThat(log.lines("WARN", "retrying job")).isEmpty();
    }

    @Test
    void aNewGameThatNoNodeHasRoomForFailsOnceItsPatienceIsSpent() throws Exception {
        world.processOn(NodeId.FIRST, world.daemon, WorkersWorld.settings(8, Duration.ofMillis(50)))
                .start();
        world.store.state(NodeId.FIRST, NodeState.CLOSED);
        world.start("new");
        world.awaitResults(1);
        assertThat(world.results()).containsExactly("new service_unavailable");
        assertThat(world.daemon.containers()).isEmpty();
        world.store.state(NodeId.FIRST, NodeState.OPEN);
        world.start("new");
        world.awaitResults(2);
        assertThat(world.results()).endsWith("new done");
    }

    private void offer(NodeId node) {
        world.store.recordSeen(
                node, new NodeCapacity(new MemorySize(64L << 30), 0), Optional.empty());
    }

    /** A process that has the node and does nothing there. */
    private InMemoryPresence idle(NodeId node) {
        InMemoryPresence idle = new InMemoryPresence(new BootId(new UUID(8, 8)), world.processes);
        assertThat(idle.tryTake(new Duty.OfNode(node))).isTrue();
        offer(node);
        return idle;
    }

    @Test
    void aNewGameGoesElsewhereIfItsNodeIsLostBeforeItTakesTheJob() throws Exception {
        TestProcess first = here().start();
        InMemoryPresence idle = idle(OTHER);
        world.start("near");
        world.awaitResults(1);
        EntryId id = world.start("new");
        world.await("its row", () -> !world.open().isEmpty());
        assertThat(world.open().getFirst().operation().node()).isEqualTo(OTHER);

        idle.close();
        world.store.unseen(OTHER, Duration.ofHours(1));
        world.awaitResults(2);

        assertThat(live(world.daemon)).containsExactly("galaxy-game-near", "galaxy-game-new");
        world.await("its offset", () -> isSaved(id));
        world.await("the line", () -> !log.lines("WARN", "node is lost", "node=2").isEmpty());
        assertThat(idle(OTHER)).isNotNull();
        world.await("the node", () -> !log.lines("INFO", "node is back", "node=2").isEmpty());
        assertThat(log.lines("WARN", "node is lost")).hasSize(1);
        assertThat(first.counted("rtmanager.node_lost", "")).isEqualTo(1);
    }

    @Test
    void aJobThatWaitsForANodeWithoutAProcessIsReportedOnceWithTheNode() throws Exception {
        of(OTHER, "away");
        here().start();
        offer(OTHER);
        world.store.name(OTHER, "vm-2");
        world.start("away");
        world.await(
                "the line",
                () ->
                        !log.lines(
                                        "WARN",
                                        "jobs wait for a node that has no process",
                                        "node=vm-2",
                                        "jobs=1")
                                .isEmpty());
        there().start();
        world.awaitResults(1);
        world.await("its end", () -> !log.lines("no job waits for the node any more").isEmpty());
        assertThat(log.lines("WARN", "jobs wait for a node")).hasSize(1);
    }

    @Test
    void aStopWaitsForItsNodeWithoutLimit() throws Exception {
        of(OTHER, "away");
        TestProcess first =
                world.processOn(
                                NodeId.FIRST,
                                world.daemon,
                                WorkersWorld.settings(8, Duration.ofMillis(20)))
                        .start();
        AtomicInteger asked = new AtomicInteger();
        first.gate.before((call, _) -> {
            if (call.equals("RuntimeStore.assign")) {
                asked.incrementAndGet();
            }
        });
        world.stop("away");
        world.start("near");
        world.awaitResults(1);
        int before = asked.get();
        world.await("many more tries", () -> asked.get() > before + 50);
        assertThat(world.results()).containsExactly("near done");

        there().start();
        world.awaitResults(2);
        assertThat(world.results().getLast()).startsWith("away ");
    }

    @Test
    void aJobThatItsNodeCannotSettleIsSkippedByItsReaderToo() throws Exception {
        of(OTHER, "away");
        here().start();
        TestProcess second = there().start();
        second.gate.before((call, _) -> {
            if (call.equals("RuntimeStore.commit") || call.equals("RuntimeStore.openAndCommit")) {
                throw new IllegalStateException("defect of this test");
            }
        });
        EntryId id = world.start("away");

        world.await("its offset", () -> isSaved(id));

        assertThat(log.lines("ERROR", "job skipped without a result", "game_id=away")).hasSize(2);
        world.start("near");
        world.awaitResults(1);
        assertThat(world.results()).containsExactly("near done");
    }

    @Test
    void stoppingTheIntakePublishesWhatItsNodeDidAndSavesItsOffset() throws Exception {
        TestProcess first = here().start();
        there().start();
        Pause create = world.daemon.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        EntryId id = world.start("near");
        create.awaitReached();
        Thread stopping =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                first.leadership.stop(Duration.ofSeconds(10));
                            } catch (InterruptedException cut) {
                                Thread.currentThread().interrupt();
                            }
                        });
        create.release();
        stopping.join();
        assertThat(world.store.pending(Set.of(), 10)).isEmpty();
        assertThat(isSaved(id)).isTrue();
        assertThat(workers("worker stopped")).hasSize(7);
    }

    @Test
    void aNodeWithoutTheIntakeStopsItsFiveWorkers() throws Exception {
        here().start();
        TestProcess second = there().start();
        second.leadership.stop(Duration.ofSeconds(5));
        assertThat(workers("worker stopped")).hasSize(5);
    }
}
