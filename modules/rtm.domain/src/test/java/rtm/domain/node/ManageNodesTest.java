package rtm.domain.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.InMemoryPresence;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.LoggedOperation;
import rtm.domain.fake.PlainMessageEncoder;
import rtm.domain.fake.SampleOperations;
import rtm.domain.fake.SettableClock;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.Labels;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeReport;
import rtm.domain.model.NodeState;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.IdSource;
import rtm.domain.port.node.NodeAdministration;

class ManageNodesTest {

    private static final OperationSource ADMIN = OperationSource.ADMIN_REST;
    private static final GameId GAME = SampleOperations.GAME;

    private final InMemoryStore store = new InMemoryStore();
    private final AtomicInteger signals = new AtomicInteger();
    private final List<ObservedContainer> containers = new ArrayList<>();
    private final ManageNodes nodes =
            new ManageNodes(
                    store,
                    store,
                    store.places(),
                    new GiveUpNode(
                            store,
                            new InMemoryPresence(new BootId(new UUID(0, 1))),
                            new PlainMessageEncoder(),
                            signals::incrementAndGet,
                            new SettableClock(
                                    SampleOperations.FINISH.plusSeconds(60), Duration.ofMillis(1)),
                            UUID::randomUUID),
                    left(NodeId.FIRST),
                    false);
    private NodeId two;

    @BeforeEach
    void twoNodes() {
        store.name(NodeId.FIRST, "vm-1");
        two = store.add("vm-2", "IJKL").orElseThrow();
    }

    private void put(GameId game, RuntimeState state) {
        store.put(SampleOperations.on(two, SampleOperations.record(game, state, 1)));
    }

    private static RuntimeState running(String container) {
        return new RuntimeState.Running(new ContainerId(container));
    }

    private static RuntimeState stopped(String container) {
        return new RuntimeState.Stopped(new ContainerId(container), SampleOperations.FINISH);
    }

    private NodeState state(NodeId node) {
        return store.nodes().stream()
                .filter(one -> one.id().equals(node))
                .map(Node::state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNodeIsClosedAndOpenedByItsName() {
        assertThat(nodes.close("vm-2", ADMIN).state()).isEqualTo(NodeState.CLOSED);
        assertThat(state(two)).isEqualTo(NodeState.CLOSED);
        nodes.open("vm-2", false, ADMIN);
        assertThat(state(two)).isEqualTo(NodeState.OPEN);

        refused(ErrorCode.NOT_FOUND, () -> nodes.close("vm-3", ADMIN));
    }

    @Test
    void theOnlyNodeIsNeitherClosedNorGivenUp() {
        InMemoryStore alone = new InMemoryStore();
        ManageNodes one =
                new ManageNodes(
                        alone, alone, alone.places(), givingUp(alone), left(NodeId.FIRST), true);
        refused(ErrorCode.CONFLICT, () -> one.close("1", ADMIN));
        refused(ErrorCode.CONFLICT, () -> one.retire("1", ADMIN));
        assertThat(one.reports()).hasSize(1);
    }

    @Test
    void theNodeOfAProcessThatKnowsNoOthersIsNotClosedAlsoBesideARetiredOne() throws Exception {
        nodes.retire("vm-2", ADMIN);
        store.standAlone(NodeId.FIRST);
        ManageNodes alone = alone();

        assertThatThrownBy(() -> alone.close("1", ADMIN))
                .hasMessage("RTMANAGER_NODES is single here, so node 1 is the only one");
        assertThatThrownBy(() -> alone.retire("1", ADMIN))
                .hasMessage("RTMANAGER_NODES is single here, so node 1 is the only one");

        assertThat(state(NodeId.FIRST)).isEqualTo(NodeState.OPEN);
        assertThat(alone.retire("vm-2", ADMIN).more()).isFalse();
        assertThat(alone.givenUpElsewhere("vm-2")).isEmpty();
        assertThat(nodes.givenUpElsewhere("vm-2")).isPresent();
    }

    @Test
    void theLastNodeThatIsOpenIsClosedWhereThereMayBeSeveral() throws Exception {
        nodes.retire("vm-2", ADMIN);
        assertThat(nodes.close("vm-1", ADMIN).state()).isEqualTo(NodeState.CLOSED);
    }

    private LeftBehind left(NodeId here) {
        return new LeftBehind(here, () -> containers, store);
    }

    private GiveUpNode givingUp(InMemoryStore of) {
        return givingUp(of, UUID::randomUUID);
    }

    private GiveUpNode givingUp(InMemoryStore of, IdSource ids) {
        return new GiveUpNode(
                of,
                new InMemoryPresence(new BootId(new UUID(0, 1))),
                new PlainMessageEncoder(),
                signals::incrementAndGet,
                new SettableClock(SampleOperations.FINISH.plusSeconds(60), Duration.ofMillis(1)),
                ids);
    }

    private static void refused(
            ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OperationException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void aNodeIsNotGivenUpWhileAProcessHasIt() {
        put(GAME, running("aa".repeat(32)));
        store.places().held.add(two);

        refused(ErrorCode.CONFLICT, () -> nodes.retire("vm-2", ADMIN));

        assertThat(state(two)).isEqualTo(NodeState.OPEN);
        assertThat(store.find(GAME).orElseThrow().state().status())
                .isEqualTo(RuntimeStatus.RUNNING);
    }

    @Test
    void theEnginesOfARetiredNodeDisappearAsIfTheirContainersHad() throws Exception {
        put(GAME, running("aa".repeat(32)));
        GameId other = new GameId("b");
        put(other, stopped("bb".repeat(32)));
        GameId here = new GameId("c");
        store.put(SampleOperations.record(here, running("cc".repeat(32)), 1));

        GiveUpNode.Settled settled = nodes.retire("vm-2", ADMIN);

        assertThat(settled.games()).isEqualTo(1);
        assertThat(settled.more()).isFalse();
        assertThat(state(two)).isEqualTo(NodeState.RETIRED);
        RuntimeRecord record = store.find(GAME).orElseThrow();
        assertThat(record.state().status()).isEqualTo(RuntimeStatus.REMOVED);
        assertThat(record.node()).isEqualTo(two);
        assertThat(store.find(other).orElseThrow().state().status())
                .isEqualTo(RuntimeStatus.STOPPED);
        assertThat(store.find(here).orElseThrow().state().status())
                .isEqualTo(RuntimeStatus.RUNNING);
        assertThat(store.snapshot(GAME).orElseThrow().status())
                .isEqualTo(HealthStatus.CONTAINER_DISAPPEARED);
        assertThat(messages())
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.stream()).isEqualTo(PlainMessageEncoder.HEALTH_EVENTS);
                    assertThat(message.fields())
                            .containsEntry("event_type", "container_disappeared");
                });
        assertThat(store.operations())
                .extracting(row -> row.operation().kind(), row -> row.operation().source())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                OperationKind.RECONCILE_DISPOSE, OperationSource.AUTO_RECONCILE));
        assertThat(signals).hasPositiveValue();
    }

    @Test
    void anEngineThatStartedOnTheNodeAfterItWasOpenedAgainIsNotGivenUp() throws Exception {
        put(GAME, running("aa".repeat(32)));
        RuntimeState again = running("bb".repeat(32));
        GiveUpNode givingUp =
                givingUp(
                        store,
                        () -> {
                            store.state(two, NodeState.OPEN);
                            put(GAME, again);
                            return UUID.randomUUID();
                        });
        ManageNodes retiring =
                new ManageNodes(store, store, store.places(), givingUp, left(NodeId.FIRST), false);

        retiring.retire("vm-2", ADMIN);

        assertThat(store.find(GAME).orElseThrow().state()).isEqualTo(again);
        assertThat(messages()).isEmpty();
    }

    @Test
    void whatIsOpenOnARetiredNodeFailsAndEachJobHasItsResult() throws Exception {
        put(GAME, stopped("aa".repeat(32)));
        store.openRow(
                SampleOperations.on(
                        two,
                        SampleOperations.job(
                                "runtime:start_jobs/1-0",
                                GAME,
                                "galaxy/game:1.4.0",
                                SampleOperations.NOBODY)),
                Optional.empty());
        GameId other = new GameId("b");
        put(other, running("bb".repeat(32)));
        store.openRow(
                SampleOperations.on(
                        two,
                        SampleOperations.call(
                                other, OperationKind.RESTART, SampleOperations.NOBODY)),
                Optional.empty());

        GiveUpNode.Settled settled = nodes.retire("vm-2", ADMIN);

        assertThat(settled.operations()).isEqualTo(2);
        assertThat(settled.games()).isEqualTo(1);
        assertThat(settled.more()).isFalse();
        assertThat(store.openOperations()).isEmpty();
        assertThat(messages())
                .filteredOn(message -> message.stream().equals(PlainMessageEncoder.JOB_RESULTS))
                .singleElement()
                .satisfies(message ->
                        assertThat(message.fields())
                                .containsEntry("game_id", GAME.value())
                                .containsEntry("error_code", "service_unavailable"));
    }

    @Test
    void manyGamesAreSettledInPortionsAndAnInterruptedPortionIsContinued() throws Exception {
        for (int i = 0; i < GiveUpNode.MOST + 7; i++) {
            put(new GameId("g" + i), running("%064x".formatted(i + 1)));
        }

        assertThat(nodes.retire("vm-2", ADMIN).more()).isTrue();
        store.unavailable(true);
        assertThatThrownBy(() -> nodes.retire("vm-2", ADMIN))
                .isInstanceOf(DependencyUnavailableException.class);
        store.unavailable(false);
        GiveUpNode.Settled rest = nodes.retire("vm-2", ADMIN);

        assertThat(rest.games()).isEqualTo(7);
        assertThat(rest.more()).isFalse();
        assertThat(messages()).hasSize(GiveUpNode.MOST + 7);
        assertThat(store.operations()).noneMatch(LoggedOperation::inProgress);
        assertThat(nodes.retire("vm-2", ADMIN).games()).isZero();
    }

    private List<OutboxMessage> messages() {
        return store.pending(Set.of(), 100_000);
    }

    @Test
    void aGameOfARetiredNodeMovesToAnotherOneAndOnlyThere() throws Exception {
        put(GAME, running("aa".repeat(32)));
        refused(ErrorCode.CONFLICT, () -> nodes.move(GAME, "vm-1", ADMIN));
        nodes.retire("vm-2", ADMIN);

        assertThat(nodes.move(GAME, "vm-1", ADMIN).node()).isEqualTo(NodeId.FIRST);
        assertThat(nodes.move(GAME, "vm-1", ADMIN).node()).isEqualTo(NodeId.FIRST);

        refused(ErrorCode.CONFLICT, () -> nodes.move(GAME, "vm-2", ADMIN));
        refused(ErrorCode.NOT_FOUND, () -> nodes.move(GAME, "vm-3", ADMIN));
        refused(ErrorCode.NOT_FOUND, () -> nodes.move(new GameId("none"), "vm-1", ADMIN));
    }

    @Test
    void aJobThatCameForARetiredNodeIsEndedByRetiringItAgain() throws Exception {
        put(GAME, stopped("aa".repeat(32)));
        nodes.retire("vm-2", ADMIN);
        store.openRow(
                SampleOperations.on(
                        two,
                        SampleOperations.job(
                                "runtime:start_jobs/1-0", GAME, "galaxy/game:1.4.0", BootId.NONE)),
                Optional.empty());

        assertThatThrownBy(() -> nodes.move(GAME, "vm-1", ADMIN))
                .hasMessageContaining("retire that node again, which ends it");
        assertThat(nodes.retire("vm-2", ADMIN).operations()).isEqualTo(1);
        assertThat(nodes.move(GAME, "vm-1", ADMIN).node()).isEqualTo(NodeId.FIRST);
    }

    @Test
    void aRetiredNodeIsOpenedAgainButNotClosed() throws Exception {
        nodes.retire("vm-2", ADMIN);
        refused(ErrorCode.CONFLICT, () -> nodes.close("vm-2", ADMIN));
        assertThat(nodes.open("vm-2", true, ADMIN).state()).isEqualTo(NodeState.OPEN);
    }

    /** Does something between the look of a change and the change. */
    private ManageNodes interrupted(Runnable between) {
        AtomicInteger left = new AtomicInteger(1);
        NodeAdministration here = store.places();
        return new ManageNodes(
                store,
                store,
                new NodeAdministration() {
                    @Override
                    public List<NodeReport> reports() {
                        return here.reports();
                    }

                    @Override
                    public boolean setState(NodeId node, NodeState before, NodeState after) {
                        if (left.getAndDecrement() > 0) {
                            between.run();
                        }
                        return here.setState(node, before, after);
                    }

                    @Override
                    public boolean retire(NodeId node) {
                        return here.retire(node);
                    }

                    @Override
                    public Moved move(GameId gameId, NodeId to) {
                        return here.move(gameId, to);
                    }
                },
                givingUp(store),
                left(NodeId.FIRST),
                false);
    }

    @Test
    void aNodeThatIsGivenUpWhileItIsClosedOrOpenedStaysSo() {
        ManageNodes closing = interrupted(() -> store.state(two, NodeState.RETIRED));
        assertThatThrownBy(() -> closing.close("vm-2", ADMIN))
                .hasMessage("node vm-2 is retired, so no games come to it");
        assertThat(state(two)).isEqualTo(NodeState.RETIRED);

        for (boolean emptied : new boolean[] {false, true}) {
            store.state(two, NodeState.CLOSED);
            ManageNodes opening = interrupted(() -> store.state(two, NodeState.RETIRED));
            assertThatThrownBy(() -> opening.open("vm-2", emptied, ADMIN))
                    .hasMessage("node vm-2 was given up meanwhile; open it again if that is meant");
            assertThat(state(two)).isEqualTo(NodeState.RETIRED);
        }
    }

    @Test
    void ofTwoThatCloseANodeBothHaveClosedIt() {
        ManageNodes closing = interrupted(() -> store.state(two, NodeState.CLOSED));
        assertThat(closing.close("vm-2", ADMIN).state()).isEqualTo(NodeState.CLOSED);
    }

    @Test
    void aNodeThatWasGivenUpIsNotOpenedWhileNobodyKnowsWhatIsLeftThere() throws Exception {
        nodes.retire("vm-2", ADMIN);
        assertThatThrownBy(() -> nodes.open("vm-2", false, ADMIN))
                .hasMessageContaining("no process there says what is left on its Docker");
        assertThat(state(two)).isEqualTo(NodeState.RETIRED);
        assertThat(nodes.givenUpElsewhere("vm-2")).isPresent();
        assertThat(nodes.givenUpElsewhere("vm-1")).isEmpty();
    }

    @Test
    void aNodeThatWasGivenUpIsNotOpenedWhileContainersOfGamesThatMovedAwayAreThere()
            throws Exception {
        ManageNodes there =
                new ManageNodes(store, store, store.places(), givingUp(store), left(two), false);
        put(GAME, stopped("aa".repeat(32)));
        put(new GameId("stays"), stopped("bb".repeat(32)));
        containers.add(container(GAME, "aa"));
        containers.add(container(new GameId("stays"), "bb"));
        containers.add(container(new GameId("unknown"), "cc"));
        nodes.retire("vm-2", ADMIN);
        nodes.move(GAME, "vm-1", ADMIN);

        assertThat(left(two).words())
                .isEqualTo(
                        "on its Docker are containers of games that moved away (%s), and 1 container of games that are still on this node"
                                .formatted(GAME.containerName()));
        assertThat(there.givenUpElsewhere("vm-2")).isEmpty();
        assertThatThrownBy(() -> there.open("vm-2", false, ADMIN))
                .hasMessage(
                        "on the Docker of node vm-2 are containers of games that moved away: %s; remove them first"
                                .formatted(GAME.containerName()));
        containers.removeFirst();
        assertThat(left(two).words())
                .isEqualTo(
                        "on its Docker is no container of a game that moved away, and 1 container of games that are still on this node");
        assertThat(there.open("vm-2", false, ADMIN).state()).isEqualTo(NodeState.OPEN);
    }

    @Test
    void whereMoreGamesMovedAwayThanAreNamedACommandNamesAll() {
        for (int i = 1; i <= 7; i++) {
            GameId game = new GameId("game" + i);
            put(game, stopped(("a" + i).repeat(32)));
            containers.add(container(game, "a" + i));
        }
        assertThat(left(NodeId.FIRST).words())
                .startsWith("on its Docker are containers of games that moved away (galaxy-game-")
                .contains(" and 2 more); \"rtmanager reconcile --dry-run\" here names all");
        containers.clear();
        assertThat(left(NodeId.FIRST).words())
                .isEqualTo("on its Docker is no container of a game that moved away");
    }

    private ManageNodes alone() {
        return new ManageNodes(
                store, store, store.places(), givingUp(store), left(NodeId.FIRST), true);
    }

    @Test
    void aProcessThatKnowsNoOtherNodesOpensNoneBesideItsOwn() throws Exception {
        nodes.retire("vm-2", ADMIN);
        store.standAlone(NodeId.FIRST);
        for (boolean emptied : new boolean[] {false, true}) {
            assertThatThrownBy(() -> alone().open("vm-2", emptied, ADMIN))
                    .hasMessage(
                            "RTMANAGER_NODES is single here, so there is no other node beside this one; set it to many here first, then open node vm-2");
        }
        assertThat(state(two)).isEqualTo(NodeState.RETIRED);
        store.state(NodeId.FIRST, NodeState.CLOSED);
        assertThat(alone().open("1", false, ADMIN).state()).isEqualTo(NodeState.OPEN);
    }

    @Test
    void noProcessOpensANodeBesideOneThatKnowsNoOtherNodes() throws Exception {
        nodes.retire("vm-2", ADMIN);
        store.standAlone(NodeId.FIRST);
        ManageNodes there =
                new ManageNodes(store, store, store.places(), givingUp(store), left(two), false);
        assertThatThrownBy(() -> there.open("vm-2", true, ADMIN))
                .hasMessage(
                        "the process of node 1 knows no other nodes; start it with RTMANAGER_NODES=many first, then open node vm-2");
        assertThat(state(two)).isEqualTo(NodeState.RETIRED);

        store.name(NodeId.FIRST, "vm-1");
        assertThat(there.open("vm-2", true, ADMIN).state()).isEqualTo(NodeState.OPEN);
    }

    @Test
    void gamesOfANodeThatWasGivenUpMoveToAProcessThatKnowsNoOtherNodes() throws Exception {
        put(GAME, stopped("aa".repeat(32)));
        nodes.retire("vm-2", ADMIN);
        store.standAlone(NodeId.FIRST);
        assertThat(alone().retire("vm-2", ADMIN).more()).isFalse();
        assertThat(alone().move(GAME, "1", ADMIN).node()).isEqualTo(NodeId.FIRST);
    }

    private static ObservedContainer container(GameId game, String id) {
        return new ObservedContainer(
                new ContainerId(id.repeat(32)),
                game.containerName(),
                "galaxy/game:1.4.0",
                ContainerState.EXITED,
                Map.of(Labels.OWNER, Labels.OWNER_VALUE, Labels.GAME_ID, game.value()));
    }
}
