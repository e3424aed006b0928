package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeLoad;
import rtm.domain.model.NodeState;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.PlacingPolicy;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.Verdict;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.OpenResult;

/** On which node every {@link RuntimeStore} among several nodes lets a new game begin. */
abstract class PlacingContract extends StoreSuite {

    private static final long MIB = 1L << 20;
    private static final Duration LOST = Duration.ofMinutes(1);
    private static final PlacingPolicy POLICY = new PlacingPolicy(new MemorySize(512 * MIB), LOST);

    private RuntimeStore placing;
    private NodeRegistry registry;
    private final NodeId first = NodeId.FIRST;
    private NodeId second;
    private NodeId third;

    @BeforeEach
    void threeNodes() {
        placing = under().placing(POLICY);
        registry = under().placingRegistry();
        registry.name(first, "vm-1");
        second = registry.add("vm-2", "IJKL").orElseThrow();
        third = registry.add("vm-3", "MNOP").orElseThrow();
        for (NodeId node : List.of(first, second, third)) {
            offers(node, 8192, 0);
            under().works(node, true);
        }
    }

    private void offers(NodeId node, long mib, int games) {
        registry.recordSeen(
                node, new NodeCapacity(new MemorySize(mib * MIB), games), Optional.empty());
    }

    private OperationRequest start(String game) {
        return start(game, first, we);
    }

    private static OperationRequest start(String game, NodeId node, BootId owner) {
        return SampleOperations.on(
                node,
                SampleOperations.job(
                        "runtime:start_jobs/" + game, new GameId(game), "galaxy/game:1", owner));
    }

    private OpenOperation row(String game) {
        return placing.openOperations().stream()
                .filter(row -> row.gameId().equals(new GameId(game)))
                .findFirst()
                .orElseThrow();
    }

    private NodeId placed(String game) {
        placing.assign(start(game));
        return row(game).node();
    }

    /** A game that runs on that node. */
    private void runs(String game, NodeId node) {
        GameId id = new GameId(game);
        RuntimeRecord record = SampleOperations.on(node, SampleOperations.running(id, 0));
        store().commit(SampleOperations.whole(begin(id), record));
    }

    private static void assertNoRoom(ThrowingCallable call, String words) {
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(call)
                .satisfies(away -> assertThat(away.dependency()).isEqualTo(Dependency.NODE))
                .withMessage("node: " + words);
    }

    @Test
    void aNewGameIsPlacedOnTheNodeThatIsFilledLeast() {
        runs("a", first);
        runs("b", second);
        offers(third, 1024, 0);
        runs("c", third);
        offers(second, 16_384, 0);
        assertThat(placed("new")).isEqualTo(second);
    }

    @Test
    void aGameThatIsBeingStartedCountsWhereItIsPlaced() {
        assertThat(List.of(placed("a"), placed("b"), placed("c"), placed("d")))
                .containsExactly(first, second, third, first);
    }

    @Test
    void aGameThatRunsCountsOnceWhileItIsStartedAgain() {
        runs("a", second);
        placing.assign(start("a"));
        assertThat(load(second).games()).isEqualTo(1);
        assertThat(load(second).memory()).isEqualTo(512 * MIB);
    }

    private NodeLoad load(NodeId node) {
        return registry.loads().stream()
                .filter(load -> load.id().equals(node))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void thePlaceIsReservedOnTheOwnNodeTooUntilAProcessTakesIt() {
        assertThat(placing.assign(start("own"))).isEmpty();
        OpenOperation row = row("own");
        assertThat(row.untaken()).isTrue();
        assertThat(row.node()).isEqualTo(first);

        assertThat(placing.openRowUnlessLost(start("own"), Optional.empty(), Set.of()))
                .isEqualTo(new OpenResult.Busy(row));
        OpenResult.Opened taken =
                opened(placing.openRowUnlessLost(start("own"), Optional.of(BootId.NONE), Set.of()));

        assertThat(taken.resumed()).isFalse();
        assertThat(taken.operation().id()).isEqualTo(row.id());
        assertThat(taken.operation().owner()).isEqualTo(we);
        assertThat(placing.assign(start("own"))).isEmpty();
    }

    @Test
    void aJobThatIsReadAgainIsNotPlacedTwice() {
        runs("here", first);
        NodeId node = placed("new");
        runs("more", node);
        OperationRequest again = start("new", third, new BootId(UUID.randomUUID()));
        assertThat(placing.assign(again)).contains(new OpenResult.Busy(row("new")));
        assertThat(row("new").node()).isEqualTo(node);
        assertThat(placing.openOperations()).hasSize(1);
    }

    @Test
    void aGameWithARecordStaysWhereItIs() {
        runs("old", third);
        under().state(third, NodeState.CLOSED);
        assertThat(placed("old")).isEqualTo(third);
        assertThat(registry.nodeFor(new GameId("old"))).isEqualTo(third);
    }

    @Test
    void onlyStartsArePlaced() {
        under().state(first, NodeState.CLOSED);
        OperationRequest stop = SampleOperations.call(GAME, OperationKind.STOP, we);
        assertThat(placing.assign(stop)).isEmpty();
        assertThat(placing.openOperations()).isEmpty();
        assertThat(opened(placing.openRow(stop, Optional.empty())).operation().node())
                .isEqualTo(first);
    }

    @Test
    void aNodeTakesNoGamesIfItIsClosedOrFullOrHasNoProcessOrNobodyKnowsItsSize() {
        under().state(first, NodeState.CLOSED);
        under().works(second, false);
        offers(third, 8192, 1);
        NodeId fourth = registry.add("vm-4", "QRST").orElseThrow();
        under().works(fourth, true);
        assertThat(placed("a")).isEqualTo(third);

        String why = " (full: vm-3; closed: vm-1; without a process: vm-2; of unknown size: vm-4)";
        assertNoRoom(
                () -> placing.assign(start("b")),
                "no node has room for game b: open another node" + why);
        assertNoRoom(
                () -> registry.nodeFor(new GameId("b")),
                "no node has room for game b: open another node" + why);
        assertThat(placing.openOperations()).hasSize(1);
    }

    @Test
    void aNodeIsFullIfTheMemoryOfItsGamesFillsIt() {
        for (NodeId node : List.of(first, second, third)) {
            offers(node, 1024, 0);
        }
        List<NodeId> nodes =
                IntStream.range(0, 6).mapToObj(number -> placed("game-" + number)).toList();
        assertThat(nodes).containsExactly(first, second, third, first, second, third);
        assertNoRoom(
                () -> placing.assign(start("more")),
                "no node has room for game more: open another node (full: vm-1, vm-2, vm-3)");
    }

    @Test
    void aCallBeginsOnTheNodeThatIsAskedOrNowhere() {
        OperationRequest call =
                SampleOperations.on(second, SampleOperations.startCall(GAME, we, "galaxy/game:1"));
        runs("filled", second);
        assertThat(opened(placing.openRowUnlessLost(call, Optional.empty(), Set.of())).operation())
                .satisfies(row -> assertThat(row.node()).isEqualTo(second))
                .satisfies(row -> assertThat(row.owner()).isEqualTo(we));

        under().state(third, NodeState.CLOSED);
        OperationRequest refused =
                SampleOperations.on(
                        third, SampleOperations.startCall(new GameId("late"), we, "galaxy/game:1"));
        assertNoRoom(
                () -> placing.openRowUnlessLost(refused, Optional.empty(), Set.of()),
                "node vm-3 has no room for game late: it is closed");
        assertThat(placing.openOperations()).hasSize(1);
    }

    @Test
    void aNewGameWouldGoWhereItIsPlacedAndAGameThatIsStartedIsThere() {
        runs("a", first);
        assertThat(registry.nodeFor(new GameId("new"))).isEqualTo(second);
        assertThat(placing.openOperations()).isEmpty();
        OpenOperation row =
                opened(
                                placing.openRow(
                                        SampleOperations.on(
                                                third,
                                                SampleOperations.startCall(
                                                        new GameId("new"), we, "galaxy/game:1")),
                                        Optional.empty()))
                        .operation();
        assertThat(registry.nodeFor(new GameId("new"))).isEqualTo(third);
        store().commit(SampleOperations.bare(row, new Verdict.Replayed()));
        assertThat(registry.nodeFor(new GameId("new"))).isEqualTo(second);
    }

    /** A new game that is assigned to the second node, which has no process now. */
    private OpenOperation leftOnTheSecondNode(Duration unseen) {
        runs("a", first);
        runs("c", third);
        assertThat(placed("new")).isEqualTo(second);
        under().works(second, false);
        under().unseen(second, unseen);
        return row("new");
    }

    @Test
    void aNewGameIsPlacedAnewIfItsNodeIsLostBeforeItWasTaken() {
        OpenOperation row = leftOnTheSecondNode(LOST.plusSeconds(5));
        runs("b", first);

        assertThat(placing.assign(start("new"))).contains(new OpenResult.Busy(row.movedTo(third)));

        assertThat(placing.openOperations()).containsExactly(row.movedTo(third));
        BootId late = new BootId(UUID.randomUUID());
        assertThat(
                        placing.openRowUnlessLost(
                                start("new", second, late), Optional.of(BootId.NONE), Set.of()))
                .isEqualTo(new OpenResult.Busy(row.movedTo(third)));
        assertThat(placing.takeOver(row, late)).isEmpty();
        assertThat(placing.openOperations()).containsExactly(row.movedTo(third));
    }

    @Test
    void aNewGameComesToTheNodeOfItsReaderIfThatIsFilledLeast() {
        OpenOperation row = leftOnTheSecondNode(LOST.plusSeconds(5));
        assertThat(placing.assign(start("new"))).isEmpty();
        assertThat(placing.openOperations()).containsExactly(row.movedTo(first));
    }

    @Test
    void aNodeThatWasSeenIsWaitedFor() {
        OpenOperation row = leftOnTheSecondNode(LOST.minusSeconds(20));
        assertThat(placing.assign(start("new"))).contains(new OpenResult.Busy(row));
    }

    @Test
    void aNodeWhoseProcessStandsStillGetsNoNewGameAndLosesWhatItHasNotTaken() {
        OpenOperation row = leftOnTheSecondNode(LOST.plusSeconds(5));
        under().works(second, true);
        runs("b", first);

        assertThat(placing.assign(start("new"))).contains(new OpenResult.Busy(row.movedTo(third)));
        assertThat(placed("next")).isNotEqualTo(second);
        assertThat(load(second).isLost(LOST)).isTrue();
    }

    @Test
    void aGameThatCannotBePlacedAnewStaysWhereItWasPlaced() {
        OpenOperation row = leftOnTheSecondNode(LOST.plusSeconds(5));
        under().state(first, NodeState.CLOSED);
        under().state(third, NodeState.CLOSED);
        assertThat(placing.assign(start("new"))).contains(new OpenResult.Busy(row));
    }

    @Test
    void aJobThatItsNodeHasTakenIsNeverMoved() {
        OpenOperation row = leftOnTheSecondNode(LOST.plusSeconds(5));
        BootId process = new BootId(UUID.randomUUID());
        OpenOperation taken =
                opened(placing.openRow(start("new", second, process), Optional.of(BootId.NONE)))
                        .operation();
        assertThat(placing.assign(start("new"))).contains(new OpenResult.Busy(taken));
        assertThat(taken.node()).isEqualTo(row.node());
    }

    @Test
    void aJobOfAGameWithARecordWaitsForItsLostNode() {
        runs("old", second);
        placing.assign(start("old"));
        under().works(second, false);
        under().unseen(second, LOST.plusHours(1));
        assertThat(placing.assign(start("old"))).contains(new OpenResult.Busy(row("old")));
        assertThat(row("old").node()).isEqualTo(second);
    }

    @Test
    void aNodeThatCanStartNoEngineGetsNoNewGameUntilItCan() {
        registry.recordBeat(first, Optional.of("docker: nothing answers"));
        assertThat(placing.assign(start("one"))).contains(new OpenResult.Busy(row("one")));
        assertThat(row("one").node()).isEqualTo(second);
        assertThat(load(first).node().trouble()).contains("docker: nothing answers");

        registry.recordBeat(first, Optional.empty());
        placing.assign(start("two"));
        assertThat(row("two").node()).isEqualTo(first);
    }

    @Test
    void aNodeSaysWhetherItIsAtWorkAndWhenItWasSeenAndWhatWaitsForIt() {
        leftOnTheSecondNode(LOST.plusSeconds(5));
        assertThat(load(second).atWork()).isFalse();
        assertThat(load(second).isLost(LOST)).isTrue();
        assertThat(load(second).untaken()).isEqualTo(1);
        assertThat(load(second).name()).isEqualTo("vm-2");
        assertThat(load(first).atWork()).isTrue();
        assertThat(load(first).untaken()).isZero();

        registry.recordBeat(second, Optional.empty());

        assertThat(load(second).isLost(LOST)).isFalse();
        assertThat(load(second).unseen().orElseThrow()).isLessThan(Duration.ofSeconds(30));
        under().unseen(second, LOST.plusSeconds(5));
        under().state(second, NodeState.RETIRED);
        assertThat(load(second).isLost(LOST)).isFalse();
    }

    @Test
    void theLogAndOperatorsAgreeWhetherANodeIsLost() {
        under().unseen(second, LOST.plusSeconds(5));
        assertLost(second, true);

        under().works(third, false);
        under().unseen(third, LOST.minusSeconds(20));
        assertLost(third, false);
        under().unseen(third, LOST.plusSeconds(5));
        assertLost(third, true);

        under().state(third, NodeState.RETIRED);
        assertLost(third, false);
        assertLost(first, false);
    }

    private void assertLost(NodeId node, boolean lost) {
        assertThat(load(node).isLost(LOST)).isEqualTo(lost);
        assertThat(under().placingAdministration().reports())
                .filteredOn(report -> report.node().id().equals(node))
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.lost()).isEqualTo(lost);
                    assertThat(report.unseen()).isPresent();
                });
    }

    @Test
    void gamesThatSeveralProcessesBeginAtOnceFillTheNodesEvenlyAndNoneBeyondItsLimit()
            throws Exception {
        offers(first, 16_384, 0);
        offers(second, 16_384, 0);
        offers(third, 16_384, 10);
        List<Callable<Optional<OpenResult>>> calls = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            String game = "game-" + number;
            BootId process = new BootId(UUID.randomUUID());
            NodeId node = number % 2 == 0 ? first : second;
            calls.add(() -> placing.assign(start(game, node, process)));
        }

        atOnce(calls);

        Map<NodeId, Long> games =
                placing.openOperations().stream()
                        .collect(Collectors.groupingBy(OpenOperation::node, Collectors.counting()));
        assertThat(games).isEqualTo(Map.of(first, 20L, second, 20L, third, 10L));
        games.forEach((node, count) -> assertThat(load(node).games()).isEqualTo(count));
    }

    private static void atOnce(List<Callable<Optional<OpenResult>>> calls) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Optional<OpenResult>> done : threads.invokeAll(calls)) {
                done.get();
            }
        }
    }

    @Test
    void aGameThatIsTakenWhileItIsMovedIsOnOneNodeAndHasOneOwner() throws Exception {
        List<Callable<Optional<OpenResult>>> calls = new ArrayList<>();
        List<String> games = new ArrayList<>();
        under().works(first, false);
        under().works(third, false);
        for (int number = 0; number < 16; number++) {
            games.add("game-" + number);
            assertThat(placed("game-" + number)).isEqualTo(second);
        }
        under().works(first, true);
        under().works(third, true);
        under().works(second, false);
        under().unseen(second, LOST.plusSeconds(5));
        BootId late = new BootId(UUID.randomUUID());
        for (String game : games) {
            calls.add(() -> placing.assign(start(game)));
            calls.add(() ->
                    Optional.of(
                            placing.openRow(start(game, second, late), Optional.of(BootId.NONE))));
        }

        atOnce(calls);

        List<OpenOperation> open = placing.openOperations();
        assertThat(open).hasSize(games.size());
        assertThat(open)
                .allSatisfy(row -> assertThat(row.untaken()).isEqualTo(!row.node().equals(second)))
                .allSatisfy(row ->
                        assertThat(row.owner()).isEqualTo(row.untaken() ? BootId.NONE : late));
    }
}
