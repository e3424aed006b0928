package rtm.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.START_JOB;
import static rtm.domain.simulation.SimulatedProcess.STOP_JOB;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.PATCH_IMAGE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.LoggedOperation;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.domain.port.node.NodeAdministration.Moved;
import rtm.domain.rule.Drift;
import rtm.domain.simulation.Boundary.Mishap;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.ProcessDiedError;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

/** What is asked here about a game whose record names another node. */
class OtherNodeTest extends OneProcess {

    private static final NodeId ELSEWHERE = new NodeId(2);
    private final FakeContainerDaemon docker = new FakeContainerDaemon();
    private static final ContainerId CONTAINER = SampleOperations.CONTAINER;

    private RuntimeRecord elsewhere(RuntimeStatus status) {
        Instant noon = Instant.parse("2026-04-28T12:00:00Z");
        RuntimeRecord record =
                SampleOperations.on(
                        ELSEWHERE,
                        world.recorded(
                                switch (status) {
                                    case RUNNING -> new RuntimeState.Running(CONTAINER);
                                    case STOPPED -> new RuntimeState.Stopped(CONTAINER, noon);
                                    case REMOVED ->
                                            new RuntimeState.Removed(Optional.of(noon), noon);
                                }));
        world.store.put(record);
        return record;
    }

    @ParameterizedTest
    @EnumSource
    void everyCallIsRefusedInWordsAndNothingIsChanged(RuntimeStatus status) {
        RuntimeRecord before = elsewhere(status);
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () -> service.start(CALL),
                        () -> service.stop(CALL),
                        () -> service.restart(),
                        () -> service.patch(PATCH_IMAGE),
                        () -> service.cleanUp())) {
            assertUnavailable(call);
        }
        assertThat(world.store.operations()).noneMatch(LoggedOperation::inProgress);
        assertThat(world.dockerChanges()).isEmpty();
        assertThat(world.events()).isEmpty();
        assertThat(world.record()).isEqualTo(before);
    }

    @Test
    void aJobIsCarriedOutByTheNodeOfItsGame() throws InterruptedException {
        elsewhere(RuntimeStatus.STOPPED);
        assertUnavailable(() -> service.start(START_JOB));
        assertUnavailable(() -> service.start(START_JOB));
        assertThat(world.row().operation().untaken()).isTrue();

        there().finishInterrupted();

        assertThat(service.start(START_JOB)).isEqualTo(new Outcome.AlreadyDone());
        assertThat(world.results()).hasSize(1);
        assertThat(world.record().node()).isEqualTo(ELSEWHERE);
        assertThat(docker.containers()).filteredOn(ObservedContainer::live).hasSize(1);
        assertThat(world.dockerChanges()).isEmpty();
    }

    private SimulatedProcess there() {
        docker.images().add(SimulatedWorld.IMAGE);
        return world.bootOn(ELSEWHERE, docker);
    }

    private static CarriedOutElsewhereException elsewhere(ThrowingCallable call) {
        return catchThrowableOfType(CarriedOutElsewhereException.class, call);
    }

    @Test
    void aProcessAmongOthersAssignsAJobWithoutTheGameOrItsDocker() {
        elsewhere(RuntimeStatus.STOPPED);
        SimulatedProcess reader = world.bootOn(NodeId.FIRST, world.docker);
        world.leases.store(GAME, "of the other node");

        CarriedOutElsewhereException waits = elsewhere(() -> reader.start(START_JOB));

        assertThat(waits.node()).isEqualTo("2");
        assertThat(waits.isTaken()).isFalse();
        assertThat(waits.untaken().text())
                .isEqualTo("node: game game-1 is on node 2, which does not take its job");
        assertThat(world.docker.calls()).isEmpty();
        elsewhere(() -> reader.start(START_JOB));
        assertThat(reader.boundary.calls()).containsExactly("assign", "nodes", "assign");
    }

    private void givenUpElsewhere() {
        NodeId node = world.store.add("vm-2", "IJKL").orElseThrow();
        assertThat(node).isEqualTo(ELSEWHERE);
        elsewhere(RuntimeStatus.STOPPED);
        world.store.places().retire(node);
    }

    @Test
    void theJobsOfAGameOnARetiredNodeFailAtOnceEachWithOneResultAndTheGameCanMove()
            throws InterruptedException {
        givenUpElsewhere();
        SimulatedProcess reader = world.bootOn(NodeId.FIRST, world.docker);

        assertThat(reader.start(START_JOB))
                .isEqualTo(
                        new Outcome.Settled(
                                new Verdict.Failed(
                                        ErrorCode.SERVICE_UNAVAILABLE,
                                        "node vm-2, which held game game-1, is retired; move the game to another node first"),
                                Optional.of(world.record())));
        assertThat(reader.stop(STOP_JOB)).isInstanceOf(Outcome.Settled.class);
        assertThat(reader.start(START_JOB)).isEqualTo(new Outcome.AlreadyDone());

        assertThat(world.results()).hasSize(2);
        assertThat(world.store.operations()).noneMatch(LoggedOperation::inProgress);
        assertThat(world.docker.calls()).isEmpty();
        assertThat(world.store.places().move(GAME, NodeId.FIRST)).isEqualTo(Moved.DONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mishap.class,
            names = {"DIES_BEFORE_ITS_EFFECT", "DIES_AFTER_ITS_EFFECT"})
    void aReaderThatDiesWhileItFailsAJobOfARetiredNodeLeavesOneResult(Mishap mishap)
            throws InterruptedException {
        givenUpElsewhere();
        SimulatedProcess reader = world.bootOn(NodeId.FIRST, world.docker);
        reader.boundary.planFirst("openAndCommit", mishap);
        assertThatThrownBy(() -> reader.start(START_JOB)).isInstanceOf(ProcessDiedError.class);
        reader.die();
        assertThat(world.store.operations()).noneMatch(LoggedOperation::inProgress);

        world.bootOn(NodeId.FIRST, world.docker).start(START_JOB);

        assertThat(world.results()).hasSize(1);
        assertThat(world.store.operations()).hasSize(1);
    }

    @Test
    void aJobWhoseReferenceAnotherJobHadBeforeIsKnownOnAnotherNodeToo() {
        world.store.openRow(
                new OperationRequest(
                        new OperationId(world.newId()),
                        new GameId("earlier"),
                        NodeId.FIRST,
                        OperationKind.START,
                        START_JOB,
                        Optional.of(SimulatedWorld.IMAGE.value()),
                        Optional.empty(),
                        SampleOperations.NOBODY,
                        world.clock.instant()),
                Optional.empty());
        elsewhere(RuntimeStatus.STOPPED);
        SimulatedProcess reader = world.bootOn(NodeId.FIRST, world.docker);
        assertThat(elsewhere(() -> reader.start(START_JOB)).node()).isEqualTo("2");
        assertThat(elsewhere(() -> reader.start(START_JOB)).isTaken()).isFalse();
    }

    @Test
    void aNewGameIsCarriedOutWhereItIsPlacedAlsoOnTheReadersNode() throws InterruptedException {
        SimulatedProcess reader = world.bootOn(NodeId.FIRST, world.docker);
        reader.start(START_JOB);
        assertThat(world.store.operations()).hasSize(1);
        assertThat(world.row().operation().owner()).isEqualTo(reader.presence.bootId());
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void aReaderThatDiesBetweenPlacingAGameAndTakingItLeavesItToTheNextProcessThere()
            throws InterruptedException {
        SimulatedProcess reader = world.bootOn(NodeId.FIRST, world.docker);
        reader.boundary.planFirst("openRowUnlessLost", Mishap.DIES_BEFORE_ITS_EFFECT);
        assertThatThrownBy(() -> reader.start(START_JOB)).isInstanceOf(ProcessDiedError.class);
        reader.die();
        assertThat(world.row().operation().untaken()).isTrue();

        world.bootOn(NodeId.FIRST, world.docker).finishInterrupted();

        assertThat(world.results()).hasSize(1);
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void aProcessAmongOthersSeesThatItsJobIsTakenAndThenDone() throws InterruptedException {
        elsewhere(RuntimeStatus.STOPPED);
        SimulatedProcess reader = world.bootOn(NodeId.FIRST, world.docker);
        elsewhere(() -> reader.start(START_JOB));
        SimulatedProcess there = there();
        docker.faults().makeUnavailable();
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(there::finishInterrupted);

        assertThat(elsewhere(() -> reader.start(START_JOB)).isTaken()).isTrue();
        docker.faults().mend();
        there.start(START_JOB);

        assertThat(reader.start(START_JOB)).isEqualTo(new Outcome.AlreadyDone());
        assertThat(world.results()).hasSize(1);
    }

    @Test
    void aProcessAmongOthersWaitsForAnotherOperationOnAnotherNode() {
        elsewhere(RuntimeStatus.STOPPED);
        OpenOperation call = leftOnTheOtherNode(CALL);
        SimulatedProcess reader = world.bootOn(NodeId.FIRST, world.docker);
        assertThatExceptionOfType(GameBusyException.class)
                .isThrownBy(() -> reader.start(START_JOB));
        assertThat(world.row().operation()).isEqualTo(call);
    }

    @Test
    void aProcessAmongOthersCarriesOutWhatIsOnItsOwnNode() throws InterruptedException {
        SimulatedProcess reader = world.bootOn(NodeId.FIRST, world.docker);
        reader.start(START_JOB);
        assertThat(world.live()).hasSize(1);
        assertThat(reader.start(START_JOB)).isEqualTo(new Outcome.AlreadyDone());
    }

    @Test
    void anEndThatNobodySawIsReportedBeforeAnAssignedJobIsCarriedOut() throws InterruptedException {
        elsewhere(RuntimeStatus.RUNNING);
        assertUnavailable(() -> service.start(START_JOB));

        there().finishInterrupted();

        assertThat(world.store.operations())
                .extracting(row -> row.operation().kind())
                .containsExactly(OperationKind.RECONCILE_DISPOSE, OperationKind.START);
        assertThat(service.start(START_JOB)).isEqualTo(new Outcome.AlreadyDone());
        assertThat(world.results()).hasSize(1);
    }

    @Test
    void anAssignedJobThatNobodyTakesIsGivenUp() throws InterruptedException {
        elsewhere(RuntimeStatus.STOPPED);
        assertUnavailable(() -> service.start(START_JOB));

        giveUpTheStart();
        there().finishInterrupted();

        assertThat(world.results()).hasSize(1);
        assertThat(service.start(START_JOB)).isEqualTo(new Outcome.AlreadyDone());
        assertThat(docker.containers()).isEmpty();
    }

    private void giveUpTheStart() {
        service.useCases()
                .startRuntime()
                .fail(
                        GAME,
                        SimulatedWorld.IMAGE.value(),
                        START_JOB,
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "node: game game-1 is on node 2, not on this one");
    }

    @Test
    void aStopOfAnotherNodesGameLeavesARunningContainerHereAlone() {
        elsewhere(RuntimeStatus.RUNNING);
        world.earlierContainer(ContainerState.RUNNING);
        assertUnavailable(() -> service.stop(STOP_JOB));
        assertThat(world.dockerChanges()).isEmpty();
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void theLossOfAnotherNodesStateIsAcceptedThere() throws IOException {
        elsewhere(RuntimeStatus.STOPPED);
        Path folder = Path.of(world.folders.pathOf(GAME));
        Files.delete(folder.resolve("save"));
        Files.delete(folder);
        assertUnavailable(() ->
                service.useCases().acceptLostState().accept(GAME, OperationSource.ADMIN_REST));
        assertThat(folder).doesNotExist();
    }

    private static void assertNothingDrifts(SimulatedProcess process) throws InterruptedException {
        assertThat(process.reconcile()).isEqualTo(new Drift.None(GAME));
        assertThat(process.useCases().reconcileRuntimes().survey().drifts()).isEmpty();
    }

    @Test
    void aContainerThatStaysWhenItsGameMovesIsLostOnNeitherNodeAndReplacedIfTheGameComesBack()
            throws InterruptedException {
        service.start(CALL);
        service.stop(CALL);
        SimulatedProcess there = there();
        int events = world.events().size();

        world.store.places().move(GAME, ELSEWHERE);

        assertNothingDrifts(there);
        assertThat(service.reconcile()).isInstanceOf(Drift.ForeignNode.class);
        assertThat(there.stop(CALL)).isInstanceOf(Outcome.Settled.class);
        assertThat(there.cleanUp()).isInstanceOf(Outcome.Settled.class);
        assertThat(world.events()).hasSize(events);
        assertThat(world.record().state().status()).isEqualTo(RuntimeStatus.REMOVED);

        world.store.places().move(GAME, NodeId.FIRST);

        assertNothingDrifts(service);
        assertThat(world.events()).hasSize(events);
        service.start(CALL);
        assertThat(world.docker.containers())
                .singleElement()
                .satisfies(one -> assertThat(one.live()).isTrue());
    }

    private OpenOperation leftOnTheOtherNode(Origin origin) {
        world.store.openRow(
                new OperationRequest(
                        new OperationId(world.newId()),
                        GAME,
                        ELSEWHERE,
                        OperationKind.START,
                        origin,
                        Optional.of(SimulatedWorld.IMAGE.value()),
                        Optional.empty(),
                        SampleOperations.NOBODY,
                        world.clock.instant()),
                Optional.empty());
        return world.row().operation();
    }

    @Test
    void aJobThatADeadProcessOfAnotherNodeBeganIsLeftToThatNode() {
        OpenOperation left = leftOnTheOtherNode(START_JOB);
        assertUnavailable(() -> service.start(START_JOB));
        assertThat(world.dockerChanges()).isEmpty();
        assertThat(world.row().operation()).isEqualTo(left);
    }

    @Test
    void aJobOfAnotherNodeIsNotGivenUpHere() {
        OpenOperation left = leftOnTheOtherNode(START_JOB);
        assertThatExceptionOfType(GameBusyException.class).isThrownBy(this::giveUpTheStart);
        assertThat(world.row().operation()).isEqualTo(left);
        assertThat(world.results()).isEmpty();
    }

    @Test
    void aCallThatADeadProcessOfAnotherNodeBeganIsLeftToThatNode() {
        OpenOperation left = leftOnTheOtherNode(CALL);
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () -> service.start(CALL),
                        () -> service.stop(CALL),
                        () -> service.start(START_JOB),
                        () -> service.stop(STOP_JOB))) {
            assertUnavailable(call);
            assertThat(world.row().operation()).isEqualTo(left);
        }
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void theRowsOfAnotherNodeAreFinishedThere() throws InterruptedException {
        elsewhere(RuntimeStatus.STOPPED);
        world.store.openRow(
                SampleOperations.on(
                        ELSEWHERE,
                        SampleOperations.call(GAME, OperationKind.STOP, SampleOperations.NOBODY)),
                Optional.empty());
        service.finishInterrupted();
        assertThat(world.row().inProgress()).isTrue();
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(call)
                .satisfies(away -> {
                    assertThat(away.dependency()).isEqualTo(Dependency.NODE);
                    assertThat(away.text())
                            .isEqualTo("node: game game-1 is on node 2, not on this one");
                });
    }
}
