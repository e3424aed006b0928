package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Ending;
import rtm.domain.model.EndingEntry;
import rtm.domain.model.GameId;
import rtm.domain.model.MemorySize;
import rtm.domain.model.Node;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.OperationRetention;
import rtm.domain.port.RuntimeStore.OpenResult;

/** Where every {@link rtm.domain.port.RuntimeStore} says that games and operations are. */
abstract class NodeContract extends StoreSuite {

    @Test
    void aRecordKeepsItsNodeUntilACommitMovesIt() {
        NodeId node = under().anotherNode();
        RuntimeRecord first = SampleOperations.on(node, SampleOperations.running(GAME, 0));
        store().commit(SampleOperations.whole(begin(GAME), first));
        assertThat(store().find(GAME))
                .contains(SampleOperations.on(node, SampleOperations.running(GAME, 1)));

        RuntimeRecord moved = SampleOperations.running(GAME, 1);
        store().commit(SampleOperations.whole(begin(GAME), moved));
        assertThat(store().find(GAME).map(RuntimeRecord::node)).contains(NodeId.FIRST);
    }

    @Test
    void aRowKeepsItsNodeWhoeverOwnsIt() {
        NodeId node = under().anotherNode();
        OperationRequest request =
                SampleOperations.on(node, SampleOperations.call(GAME, OperationKind.STOP, we));

        OpenOperation opened = opened(store().openRow(request, Optional.empty())).operation();

        assertThat(opened.node()).isEqualTo(node);
        assertThat(store().openOperations()).containsExactly(opened);
        assertThat(store().takeOver(opened, new BootId(UUID.randomUUID())))
                .hasValueSatisfying(taken -> assertThat(taken.node()).isEqualTo(node));
    }

    @Test
    void theRecordsOfANodeAreReadInChunksOfThatNode() {
        NodeId node = under().anotherNode();
        for (String game : List.of("a", "b", "c", "d", "e")) {
            GameId id = new GameId(game);
            NodeId its = "bde".contains(game) ? node : NodeId.FIRST;
            store().commit(
                            SampleOperations.whole(
                                    begin(id),
                                    SampleOperations.on(its, SampleOperations.running(id, 0))));
        }

        assertThat(games(node, Optional.empty(), 2)).containsExactly("b", "d", "e");
        assertThat(games(node, Optional.of(RuntimeStatus.RUNNING), 3))
                .containsExactly("b", "d", "e");
        assertThat(games(node, Optional.of(RuntimeStatus.STOPPED), 2)).isEmpty();
        assertThat(games(NodeId.FIRST, Optional.empty(), 5)).containsExactly("a", "c");
    }

    private List<String> games(NodeId node, Optional<RuntimeStatus> status, int most) {
        List<String> read = new ArrayList<>();
        Optional<GameId> after = Optional.empty();
        do {
            RecordChunk chunk = store().chunkOn(node, status, after, most);
            assertThat(chunk.records()).hasSizeLessThanOrEqualTo(most);
            assertThat(chunk.next().isPresent()).isEqualTo(chunk.records().size() == most);
            chunk.records().forEach(record -> read.add(record.gameId().value()));
            after = chunk.next();
        } while (after.isPresent());
        return read;
    }

    @Test
    void theOpenRowsOfANodeAreThoseOfThatNode() {
        NodeId node = under().anotherNode();
        OpenOperation first = begin(new GameId("a"));
        OperationRequest stop = SampleOperations.call(new GameId("b"), OperationKind.STOP, we);
        OpenOperation other = open(SampleOperations.on(node, stop));

        assertThat(store().openOperationsOn(NodeId.FIRST)).containsExactly(first);
        assertThat(store().openOperationsOn(node)).containsExactly(other);
    }

    @Test
    void eachNodeHasItsOwnDaemonAndItsLastAnswer() {
        NodeId other = under().anotherNode();
        NodeRegistry daemons = under().registry();
        daemons.recordDaemon("ABCD:EFGH");
        assertThat(daemons.recordedDaemon(other)).contains("MNOP:QRST");
        assertThat(daemons.nodeOf("MNOP:QRST")).contains(other);

        daemons.recordAnswer(other, SampleOperations.FINISH);
        assertThat(daemons.lastAnswer(NodeId.FIRST)).isEmpty();
        assertThat(daemons.lastAnswer(other)).contains(SampleOperations.FINISH);

        daemons.recordAnswer(NodeId.FIRST, SampleOperations.FINISH.plusSeconds(1));
        daemons.forgetAnswer(other);
        assertThat(daemons.lastAnswer(NodeId.FIRST))
                .contains(SampleOperations.FINISH.plusSeconds(1));
        assertThat(daemons.lastAnswer(other)).isEmpty();
    }

    @Test
    void aNodeIsAddedOnceWithItsNameAndItsDaemon() {
        NodeRegistry registry = under().registry();
        registry.recordDaemon(NodeId.FIRST, "ABCD:EFGH");

        NodeId added = registry.add("vm-2", "IJKL").orElseThrow();

        assertThat(added).isNotEqualTo(NodeId.FIRST);
        assertThat(registry.add("vm-2", "IJKL")).contains(added);
        assertThat(registry.add("vm-2", "OTHER")).isEmpty();
        assertThat(registry.add("vm-3", "IJKL")).isEmpty();
        assertThat(registry.nodeOf("IJKL")).contains(added);
        assertThat(registry.nodes())
                .containsExactly(
                        new Node(
                                NodeId.FIRST,
                                Optional.empty(),
                                Optional.of("ABCD:EFGH"),
                                Optional.empty(),
                                NodeState.OPEN,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        new Node(
                                added,
                                Optional.of("vm-2"),
                                Optional.of("IJKL"),
                                Optional.empty(),
                                NodeState.OPEN,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void aNodeIsNamedOnceAndNoTwoAlike() {
        NodeRegistry registry = under().registry();
        NodeId added = registry.add("vm-2", "IJKL").orElseThrow();

        assertThat(registry.name(NodeId.FIRST, "vm-2")).isFalse();
        assertThat(registry.name(NodeId.FIRST, "vm-1")).isTrue();
        assertThat(registry.name(NodeId.FIRST, "vm-1")).isTrue();
        assertThat(registry.name(NodeId.FIRST, "vm-3")).isFalse();
        assertThat(registry.name(added, "vm-1")).isFalse();

        assertThat(registry.nodes())
                .extracting(node -> node.name().orElse("none"))
                .containsExactly("vm-1", "vm-2");
    }

    @Test
    void aNodeMayLoseItsNameAndGetAnother() {
        NodeRegistry registry = under().registry();
        NodeId added = registry.add("vm-2", "IJKL").orElseThrow();
        assertThat(registry.name(NodeId.FIRST, "vm-1")).isTrue();

        registry.recordSeen(
                NodeId.FIRST, new NodeCapacity(new MemorySize(8L << 30), 40), Optional.empty());
        registry.recordBeat(NodeId.FIRST, Optional.of("docker: is away"));
        under().administration().setState(NodeId.FIRST, NodeState.OPEN, NodeState.CLOSED);

        registry.standAlone(NodeId.FIRST);
        registry.standAlone(NodeId.FIRST);

        assertThat(registry.nodes().getFirst())
                .extracting(Node::state, Node::capacity, Node::trouble)
                .containsExactly(NodeState.OPEN, Optional.empty(), Optional.empty());

        assertThat(registry.nodes())
                .extracting(node -> node.name().orElse("none"))
                .containsExactly("none", "vm-2");
        assertThat(registry.name(added, "vm-1")).isFalse();
        assertThat(registry.name(NodeId.FIRST, "vm-3")).isTrue();

        under().administration().retire(added);
        registry.standAlone(added);
        assertThat(registry.nodes().getLast().state()).isEqualTo(NodeState.RETIRED);
    }

    @Test
    void aNodeSaysWhatItOffersAndIsSeenThen() {
        NodeRegistry registry = under().registry();
        NodeId added = registry.add("vm-2", "IJKL").orElseThrow();
        NodeCapacity small = new NodeCapacity(new MemorySize(8L << 30), 0);
        URI url = URI.create("http://vm-2:8096");
        registry.recordSeen(
                added, new NodeCapacity(new MemorySize(16L << 30), 40), Optional.empty());
        registry.recordSeen(added, small, Optional.of(url));

        Node node = registry.nodes().getLast();

        assertThat(node.capacity()).contains(small);
        assertThat(node.url()).contains(url);
        assertThat(node.seenAt().orElseThrow())
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(registry.nodes().getFirst().seenAt()).isEmpty();
    }

    @Test
    void anotherDaemonTakesThePlaceOfANodesDaemonAndItsLastAnswerIsForgotten() {
        NodeRegistry registry = under().registry();
        NodeId added = registry.add("vm-2", "IJKL").orElseThrow();
        registry.recordAnswer(added, SampleOperations.FINISH);
        registry.recordDaemon(added, "IJKL");
        assertThat(registry.lastAnswer(added)).contains(SampleOperations.FINISH);

        registry.recordDaemon(added, "MNOP");

        assertThat(registry.recordedDaemon(added)).contains("MNOP");
        assertThat(registry.lastAnswer(added)).isEmpty();
    }

    @Test
    void anEndingIsOnTheNodeWhereItsContainerWasAlsoWithoutARecord() {
        NodeId other = under().anotherNode();
        Ending seen = ending("77".repeat(32));
        Ending committed = ending("88".repeat(32));
        under().endings().save(other, seen, Optional.empty());
        OperationRequest stop = SampleOperations.call(GAME, OperationKind.STOP, we);
        store().commit(
                        new Completion(
                                open(SampleOperations.on(other, stop)),
                                new Verdict.Done(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                List.of(committed),
                                SampleOperations.FINISH));

        assertThat(under().endings().withoutOutput(NodeId.FIRST, Optional.empty(), 10)).isEmpty();
        assertThat(under().endings().withoutOutput(NodeId.FIRST, Optional.of(GAME), 10)).isEmpty();
        assertThat(under().endings().withoutOutput(other, Optional.empty(), 10))
                .extracting(EndingEntry::ending)
                .containsExactly(seen, committed);
    }

    private static Ending ending(String container) {
        return new Ending(
                GAME,
                new ContainerId(container),
                SampleOperations.FINISH.minusSeconds(9),
                SampleOperations.FINISH,
                Optional.empty(),
                OptionalInt.of(7),
                false,
                false,
                false);
    }

    @Test
    void theOperationsOfANodeExpireThere() {
        NodeId other = under().anotherNode();
        OperationRequest stop = SampleOperations.call(new GameId("b"), OperationKind.STOP, we);
        OpenOperation here = begin(new GameId("a"));
        OpenOperation there = open(SampleOperations.on(other, stop));
        store().commit(SampleOperations.bare(here, new Verdict.Replayed()));
        store().commit(SampleOperations.bare(there, new Verdict.Replayed()));

        assertThat(expired(NodeId.FIRST)).containsExactly(here.row());
        assertThat(expired(other)).containsExactly(there.row());
    }

    private List<Long> expired(NodeId node) {
        return under()
                .retention()
                .expired(node, 0, SampleOperations.FINISH.plusSeconds(1), List.of())
                .rows()
                .stream()
                .map(OperationRetention.Row::row)
                .toList();
    }

    /** A node with a game whose engine runs there. */
    private NodeId nodeOfTheGame() {
        NodeId other = under().anotherNode();
        store().commit(
                        SampleOperations.whole(
                                begin(GAME),
                                SampleOperations.on(other, SampleOperations.running(GAME, 0))));
        return other;
    }

    private static OperationRequest start(NodeId node, BootId owner) {
        return SampleOperations.on(
                node, SampleOperations.job("runtime:start_jobs/1-0", GAME, "galaxy/game:1", owner));
    }

    private OpenOperation assigned(OperationRequest request) {
        OpenResult result = store().openRow(request, Optional.empty());
        assertThat(result).isInstanceOf(OpenResult.Busy.class);
        return ((OpenResult.Busy) result).other();
    }

    @Test
    void aJobOfAGameOnAnotherNodeIsAssignedToThatNodeOnce() {
        NodeId other = nodeOfTheGame();

        OpenOperation row = assigned(start(NodeId.FIRST, we));

        assertThat(row.node()).isEqualTo(other);
        assertThat(row.untaken()).isTrue();
        assertThat(assigned(start(NodeId.FIRST, we))).isEqualTo(row);
        assertThat(store().openOperationsOn(other)).containsExactly(row);
    }

    @Test
    void aJobIsAssignedWithoutTheGameAndItsReaderSeesWhenItIsTakenAndClosed() {
        NodeId other = nodeOfTheGame();
        OperationRequest reading = start(NodeId.FIRST, we);

        OpenOperation row = busy(store().assign(reading));

        assertThat(row.node()).isEqualTo(other);
        assertThat(row.untaken()).isTrue();
        assertThat(busy(store().assign(start(NodeId.FIRST, we)))).isEqualTo(row);
        assertThat(store().openOperationsOn(other)).containsExactly(row);

        BootId process = new BootId(UUID.randomUUID());
        OpenOperation taken =
                opened(store().openRow(start(other, process), Optional.of(BootId.NONE)))
                        .operation();
        assertThat(busy(store().assign(start(NodeId.FIRST, we)))).isEqualTo(taken);

        store().commit(SampleOperations.bare(taken, new Verdict.Replayed()));
        assertThat(store().assign(start(NodeId.FIRST, we))).contains(new OpenResult.AlreadyDone());
    }

    private static OpenOperation busy(Optional<OpenResult> result) {
        assertThat(result).get().isInstanceOf(OpenResult.Busy.class);
        return ((OpenResult.Busy) result.orElseThrow()).other();
    }

    @Test
    void aJobOfAGameHereIsNotAssignedAndNothingIsOpened() {
        OperationRequest fresh =
                SampleOperations.job(
                        "runtime:start_jobs/1-0", new GameId("fresh"), "galaxy/game:1", we);
        assertThat(store().assign(fresh)).isEmpty();
        NodeId other = nodeOfTheGame();
        assertThat(store().assign(start(other, we))).isEmpty();
        assertThat(store().openOperations()).isEmpty();
    }

    @Test
    void aJobWhoseRowIsOpenHereIsNotAssignedAndItsOwnerStays() {
        NodeId other = nodeOfTheGame();
        BootId process = new BootId(UUID.randomUUID());
        OpenOperation row = open(start(other, process));

        assertThat(store().assign(start(other, we))).isEmpty();
        assertThat(store().assign(start(other, process))).isEmpty();

        assertThat(store().openOperations()).containsExactly(row);
    }

    @Test
    void aJobOfAGameThatIsBusyOnAnotherNodeIsAssignedOnlyAfterThat() {
        NodeId other = nodeOfTheGame();
        OpenOperation call =
                open(
                        SampleOperations.on(
                                other, SampleOperations.call(GAME, OperationKind.RESTART, we)));

        assertThat(busy(store().assign(start(NodeId.FIRST, we)))).isEqualTo(call);
        store().commit(SampleOperations.bare(call, new Verdict.Replayed()));

        assertThat(busy(store().assign(start(NodeId.FIRST, we))).untaken()).isTrue();
    }

    @Test
    void oneProcessOfTheNodeTakesAnAssignedJobAndResumesNothing() {
        NodeId other = nodeOfTheGame();
        OpenOperation row = assigned(start(NodeId.FIRST, we));
        BootId process = new BootId(UUID.randomUUID());
        BootId late = new BootId(UUID.randomUUID());
        OperationRequest taking = start(other, process);

        assertThat(assigned(taking)).isEqualTo(row);
        OpenResult.Opened taken =
                opened(
                        store().openRowUnlessLost(
                                        taking,
                                        Optional.of(BootId.NONE),
                                        Set.of(SampleOperations.CONTAINER)));

        assertThat(taken.resumed()).isFalse();
        assertThat(taken.operation().id()).isEqualTo(row.id());
        assertThat(taken.operation().owner()).isEqualTo(process);
        assertThat(taken.record()).isPresent();
        assertThat(store().openRow(start(other, late), Optional.of(BootId.NONE)))
                .isEqualTo(new OpenResult.Busy(taken.operation()));
        assertThat(opened(store().openRow(taking, Optional.empty())).resumed()).isTrue();
    }

    @Test
    void anAssignedJobIsRemovedIfItsEngineIsLostSoThatItsEndIsReportedFirst() {
        NodeId other = nodeOfTheGame();
        assigned(start(NodeId.FIRST, we));

        OpenResult result =
                store().openRowUnlessLost(start(other, we), Optional.of(BootId.NONE), Set.of());

        assertThat(result).isInstanceOf(OpenResult.Lost.class);
        assertThat(store().openOperations()).isEmpty();
        assertThat(opened(store().openRow(start(other, we), Optional.empty())).resumed()).isFalse();
    }

    @Test
    void anAssignedJobIsWithdrawnAsLongAsNoProcessHasTakenIt() {
        nodeOfTheGame();
        assigned(start(NodeId.FIRST, we));

        OpenResult closed =
                store().openAndCommit(
                                start(NodeId.FIRST, we),
                                Optional.of(BootId.NONE),
                                opened ->
                                        SampleOperations.bare(
                                                opened.operation(), new Verdict.Replayed()));

        assertThat(closed).isInstanceOf(OpenResult.Opened.class);
        assertThat(store().openOperations()).isEmpty();
        assertThat(store().openRow(start(NodeId.FIRST, we), Optional.empty()))
                .isEqualTo(new OpenResult.AlreadyDone());
    }

    @Test
    void aTakenJobIsNotWithdrawn() {
        NodeId other = nodeOfTheGame();
        assigned(start(NodeId.FIRST, we));
        OpenOperation taken =
                opened(
                                store().openRow(
                                                start(other, new BootId(UUID.randomUUID())),
                                                Optional.of(BootId.NONE)))
                        .operation();

        OpenResult closed =
                store().openAndCommit(
                                start(NodeId.FIRST, we),
                                Optional.of(BootId.NONE),
                                opened ->
                                        SampleOperations.bare(
                                                opened.operation(), new Verdict.Replayed()));

        assertThat(closed).isEqualTo(new OpenResult.Busy(taken));
        assertThat(store().openOperations()).containsExactly(taken);
    }

    @Test
    void aJobThatIsClosedAtOnceIsAssignedToNobody() {
        NodeId other = nodeOfTheGame();

        OpenResult closed =
                store().openAndCommit(
                                start(NodeId.FIRST, we),
                                Optional.empty(),
                                opened ->
                                        SampleOperations.bare(
                                                opened.operation(), new Verdict.Replayed()));

        assertThat(opened(closed).operation().owner()).isEqualTo(we);
        assertThat(opened(closed).operation().node()).isEqualTo(other);
        assertThat(store().openOperations()).isEmpty();
    }

    @Test
    void theRowOfACallIsOnTheGamesNodeAndItsCallersOwn() {
        NodeId other = nodeOfTheGame();
        OpenOperation row = open(SampleOperations.call(GAME, OperationKind.RESTART, we));
        assertThat(row.node()).isEqualTo(other);
        assertThat(row.owner()).isEqualTo(we);
    }

    @Test
    void aStateRootIsRecordedForItsNodeIfTheFormerOneIsStillThere() {
        NodeId other = under().anotherNode();
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        NodeRegistry roots = under().registry();
        assertThat(roots.stateRoot(NodeId.FIRST)).isEmpty();

        assertThat(roots.recordStateRoot(NodeId.FIRST, Optional.empty(), first)).isTrue();
        assertThat(roots.recordStateRoot(NodeId.FIRST, Optional.empty(), second)).isFalse();
        assertThat(roots.recordStateRoot(NodeId.FIRST, Optional.empty(), first)).isTrue();
        assertThat(roots.stateRoot(NodeId.FIRST)).contains(first);
        assertThat(roots.stateRoot(other)).isEmpty();

        assertThat(roots.recordStateRoot(NodeId.FIRST, Optional.of(first), second)).isTrue();
        assertThat(roots.stateRoot(NodeId.FIRST)).contains(second);
    }
}
