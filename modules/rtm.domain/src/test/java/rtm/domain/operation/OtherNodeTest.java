package rtm.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rtm.domain.simulation.Outcomes.verdict;
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
import rtm.domain.fake.LoggedOperation;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.NodeId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.domain.simulation.OneProcess;

/** What is asked here about a game whose record names another node. */
class OtherNodeTest extends OneProcess {

    private static final NodeId ELSEWHERE = new NodeId(2);
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
    void aJobWaitsUntilTheGameIsHere() throws InterruptedException {
        RuntimeRecord record = elsewhere(RuntimeStatus.STOPPED);
        assertUnavailable(() -> service.start(START_JOB));
        assertUnavailable(() -> service.start(START_JOB));
        assertThat(world.row().inProgress()).isTrue();
        assertThat(world.results()).isEmpty();

        world.store.put(SampleOperations.on(NodeId.FIRST, record));
        assertThat(verdict(service.start(START_JOB))).isEqualTo(new Verdict.Done());
        assertThat(world.results()).hasSize(1);
        assertThat(world.record().node()).isEqualTo(NodeId.FIRST);
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

    @Test
    void theRowsOfAnotherNodeAreFinishedThere() throws InterruptedException {
        world.stopped();
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
