package rtm.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.START_JOB;
import static rtm.domain.simulation.SimulatedProcess.STOP_JOB;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.IMAGE;
import static rtm.domain.simulation.SimulatedWorld.OTHER_IMAGE;
import static rtm.domain.simulation.SimulatedWorld.PATCH_IMAGE;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.LoggedOperation;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationId;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.rule.Drift;
import rtm.domain.simulation.Boundary.Mishap;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.ProcessDiedError;
import rtm.domain.simulation.SimulatedProcess;

/**
 * Rows that were open when a dump was made which has been restored: the operation ended, and the
 * game was changed again.
 */
class OutdatedRowTest extends OneProcess {

    /** Operations over HTTP, each cut off before its first change. */
    enum Call {
        STOP {
            @Override
            void ask(SimulatedProcess process) throws InterruptedException {
                process.stop(CALL);
            }
        },
        RESTART {
            @Override
            void ask(SimulatedProcess process) throws InterruptedException {
                process.restart();
            }
        },
        PATCH {
            @Override
            void ask(SimulatedProcess process) throws InterruptedException {
                process.patch(PATCH_IMAGE);
            }
        };

        abstract void ask(SimulatedProcess process) throws InterruptedException;
    }

    /** The start of a game that has no container, cut off before its commit. */
    enum First {
        OF_A_JOB {
            @Override
            void prepare(OutdatedRowTest test) {}

            @Override
            void ask(SimulatedProcess process) throws InterruptedException {
                process.start(START_JOB);
            }
        },
        OF_A_JOB_AFTER_A_REMOVAL {
            @Override
            void prepare(OutdatedRowTest test) {
                test.world.removed();
            }

            @Override
            void ask(SimulatedProcess process) throws InterruptedException {
                process.start(START_JOB);
            }
        },
        OF_A_CALL {
            @Override
            void prepare(OutdatedRowTest test) {}

            @Override
            void ask(SimulatedProcess process) throws InterruptedException {
                process.start(CALL);
            }
        };

        abstract void prepare(OutdatedRowTest test);

        abstract void ask(SimulatedProcess process) throws InterruptedException;
    }

    @ParameterizedTest
    @EnumSource
    void theEngineOfALaterLifeRunsOnAndIsAdopted(Call call) throws Exception {
        ContainerId old = world.running();
        diesBefore("stop", () -> call.ask(service));
        world.docker.vanish(old);
        ObservedContainer newer = newer(OTHER_IMAGE, ContainerState.RUNNING);

        SimulatedProcess next = finished();

        assertOutdated(newer);
        assertThat(next.reconcile()).isInstanceOf(Drift.Adopt.class);
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(newer.id()));
        assertThat(world.record().currentImage()).isEqualTo(OTHER_IMAGE);
        assertThat(world.docker.containers()).containsExactly(newer);
        assertEvents("container_started", newer.id());
    }

    @ParameterizedTest
    @EnumSource
    void theContainerOfALaterLifeThatEndedStaysSo(Call call) throws Exception {
        ContainerId old = world.running();
        diesBefore("stop", () -> call.ask(service));
        world.docker.vanish(old);
        ObservedContainer newer = newer(OTHER_IMAGE, ContainerState.RUNNING);
        world.docker.exit(newer.id(), 7, false);

        SimulatedProcess next = finished();

        assertOutdated(newer);
        assertThat(next.reconcile()).isInstanceOf(Drift.ObservedExited.class);
        assertThat(world.state()).isInstanceOf(RuntimeState.Stopped.class);
        assertThat(world.state().containerId()).contains(newer.id());
        assertThat(world.record().currentImage()).isEqualTo(OTHER_IMAGE);
        assertEvents("container_exited", newer.id());
    }

    @Test
    void aCleanupRemovesNoContainerOfALaterLife() throws Exception {
        ContainerId old = world.stopped();
        diesBefore("removeEnded", () -> service.cleanUp());
        world.docker.vanish(old);
        ObservedContainer newer = newer(PATCH_IMAGE, ContainerState.EXITED);

        finished();

        assertOutdated(newer);
        assertThat(world.docker.containers()).containsExactly(newer);
    }

    @Test
    void aStopJobStopsNothingAndHadItsResultInTheLostDatabase() throws Exception {
        ContainerId old = world.running();
        diesBefore("stop", () -> service.stop(STOP_JOB));
        world.docker.vanish(old);
        ObservedContainer newer = newer(IMAGE, ContainerState.RUNNING);

        SimulatedProcess next = finished();

        assertOutdated(newer);
        assertThat(next.stop(STOP_JOB)).isInstanceOf(Outcome.AlreadyDone.class);
        assertThat(world.results()).isEmpty();
        assertThat(world.live()).containsExactly(newer);
    }

    @ParameterizedTest
    @EnumSource
    void aFirstStartLeavesTheEngineOfALaterLifeAlone(First first) throws Exception {
        first.prepare(this);
        diesBefore("commit", () -> first.ask(service));
        world.docker.vanish(onlyContainer().id());
        ObservedContainer newer = newer(PATCH_IMAGE, ContainerState.RUNNING);

        SimulatedProcess next = finished();

        assertOutdated(newer);
        assertThat(next.reconcile()).isInstanceOf(Drift.Adopt.class);
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(newer.id()));
        assertThat(world.record().currentImage()).isEqualTo(PATCH_IMAGE);
        assertThat(world.docker.containers()).containsExactly(newer);
        assertThat(world.results()).isEmpty();
        assertThat(world.intents()).isEmpty();
    }

    /** The game has its record from the container, so it is shown, and can be removed. */
    @ParameterizedTest
    @EnumSource
    void aFirstStartLeavesTheEndedContainerOfALaterLifeAlone(First first) throws Exception {
        first.prepare(this);
        diesBefore("commit", () -> first.ask(service));
        world.docker.vanish(onlyContainer().id());
        ObservedContainer newer = newer(PATCH_IMAGE, ContainerState.RUNNING);
        world.docker.exit(newer.id(), 137, false);

        SimulatedProcess next = finished();

        assertOutdated(newer);
        assertThat(next.useCases().reconcileRuntimes().survey().drifts())
                .singleElement()
                .isInstanceOf(Drift.ObservedExited.class);
        assertThat(next.reconcile()).isInstanceOf(Drift.ObservedExited.class);
        assertThat(world.state()).isInstanceOf(RuntimeState.Stopped.class);
        assertThat(world.state().containerId()).contains(newer.id());
        assertThat(world.record().currentImage()).isEqualTo(PATCH_IMAGE);
        assertThat(onlyContainer().id()).isEqualTo(newer.id());
        assertThat(world.results()).isEmpty();
        assertThat(world.intents()).isEmpty();
        assertThat(next.reconcile()).isInstanceOf(Drift.None.class);
        next.cleanUp();
        assertThat(world.docker.containers()).isEmpty();
    }

    @Test
    void aStartJobOfALaterLifeIsNotWorkedOnAgain() throws Exception {
        diesBefore("commit", () -> service.start(START_JOB));
        world.docker.vanish(onlyContainer().id());
        ObservedContainer newer = newer(IMAGE, ContainerState.EXITED);

        SimulatedProcess next = finished();

        assertThat(next.start(START_JOB)).isInstanceOf(Outcome.AlreadyDone.class);
        assertThat(world.docker.containers()).containsExactly(newer);
        assertThat(world.results()).isEmpty();
    }

    @Test
    void aFirstStartWhoseContainersAreAllGoneIsCarriedOut() throws Exception {
        diesBefore("commit", () -> service.start(START_JOB));
        world.docker.vanish(onlyContainer().id());
        service.die();

        world.boot().finishInterrupted();

        assertThat(world.state()).isEqualTo(new RuntimeState.Running(onlyContainer().id()));
        assertThat(world.results()).hasSize(1);
    }

    @Test
    void aFirstStartIsAnsweredWhereAnotherServiceTookTheName() throws Exception {
        diesBefore("commit", () -> service.start(START_JOB));
        world.docker.vanish(onlyContainer().id());
        ObservedContainer foreign =
                newer(GAME.containerName(), IMAGE, ContainerState.EXITED, new UUID(1, 2));
        service.die();

        SimulatedProcess next = world.boot();
        next.finishInterrupted();

        assertThat(world.results())
                .singleElement()
                .satisfies(result ->
                        assertThat(result).containsEntry("error_code", "container_start_failed"));
        assertThat(world.docker.containers()).containsExactly(foreign);
        assertThat(next.reconcile()).isInstanceOf(Drift.None.class);
        assertThat(world.store.find(GAME)).isEmpty();
    }

    @Test
    void ofTwoContainersOfALaterLifeTheOneInTheGamesPlaceIsRecorded() throws Exception {
        diesBefore("create", () -> service.start(START_JOB));
        ObservedContainer aside = aside();
        ObservedContainer newer = newer(PATCH_IMAGE, ContainerState.EXITED);

        SimulatedProcess next = finished();

        assertThat(next.reconcile()).isInstanceOf(Drift.ObservedExited.class);
        assertThat(world.state().containerId()).contains(newer.id());
        assertThat(world.docker.containers()).containsExactlyInAnyOrder(aside, newer);
        next.cleanUp();
        assertThat(world.docker.containers()).isEmpty();
    }

    @Test
    void ofTwoContainersOfALaterLifeARecordFollowsTheOneInTheGamesPlace() throws Exception {
        ContainerId old = world.running();
        diesBefore("stop", () -> service.stop(CALL));
        world.docker.vanish(old);
        aside();
        ObservedContainer newer = newer(PATCH_IMAGE, ContainerState.EXITED);

        SimulatedProcess next = finished();

        assertThat(next.reconcile()).isInstanceOf(Drift.ObservedExited.class);
        assertThat(world.state().containerId()).contains(newer.id());
    }

    @Test
    void theNextCallLeavesALaterLifeAloneToo() throws Exception {
        ContainerId old = world.running();
        diesBefore("stop", () -> service.stop(CALL));
        world.docker.vanish(old);
        ObservedContainer newer = newer(IMAGE, ContainerState.RUNNING);
        service.die();

        world.boot().start(CALL);

        assertThat(world.live()).containsExactly(newer);
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(newer.id()));
    }

    /** It was completed, and then the game was stopped. */
    @ParameterizedTest
    @EnumSource(names = {"RESTART", "PATCH"})
    void aReplacementWhoseEngineHasEndedIsNotStartedAgain(Call call) throws Exception {
        world.running();
        world.saved();
        diesBefore("commit", () -> call.ask(service));
        ContainerId made = onlyContainer().id();
        world.docker.exit(made, 137, false);

        SimulatedProcess next = finished();

        assertThat(world.row().completion().orElseThrow().verdict()).isEqualTo(new Verdict.Done());
        assertThat(next.reconcile()).isInstanceOf(Drift.ObservedExited.class);
        assertThat(world.state()).isInstanceOf(RuntimeState.Stopped.class);
        assertThat(world.state().containerId()).contains(made);
        assertThat(world.record().currentImage())
                .isEqualTo(call == Call.PATCH ? PATCH_IMAGE : IMAGE);
        assertEvents("container_exited", made);
    }

    private void diesBefore(String change, ThrowingCallable request) {
        service.boundary.planFirst(change, Mishap.DIES_BEFORE_ITS_EFFECT);
        assertThatExceptionOfType(ProcessDiedError.class).isThrownBy(request);
        service.die();
    }

    /** A process that finished what was open, without any change to Docker. */
    private SimulatedProcess finished() throws InterruptedException {
        List<FakeContainerDaemon.Made> before = world.dockerChanges();
        SimulatedProcess next = world.boot();
        next.finishInterrupted();
        assertThat(world.dockerChanges()).isEqualTo(before);
        assertThat(world.store.openOperations()).isEmpty();
        return next;
    }

    /** What an operation made that the restored log does not know. */
    private ObservedContainer newer(ImageReference image, ContainerState state) {
        return newer(GAME.containerName(), image, state, world.store.databaseId());
    }

    private ObservedContainer aside() {
        return newer(
                GAME.previousContainerName(),
                IMAGE,
                ContainerState.EXITED,
                world.store.databaseId());
    }

    private ObservedContainer newer(
            String name, ImageReference image, ContainerState state, UUID database) {
        return world.place(
                name,
                state,
                Map.of(
                        Labels.OWNER,
                        Labels.OWNER_VALUE,
                        Labels.GAME_ID,
                        GAME.value(),
                        Labels.ENGINE_IMAGE_REF,
                        image.value(),
                        Labels.OPERATION_ID,
                        new OperationId(world.newId()).toString(),
                        Labels.DATABASE_ID,
                        database.toString()));
    }

    private void assertOutdated(ObservedContainer newer) {
        assertThat(
                        world.store.operations().stream()
                                .map(LoggedOperation::completion)
                                .flatMap(closed -> closed.map(Completion::verdict).stream()))
                .singleElement()
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(ErrorCode.INTERRUPTED);
                            assertThat(failed.message())
                                    .contains("the database is older than the game's container")
                                    .contains(newer.id().value());
                        });
    }

    private void assertEvents(String type, ContainerId container) {
        assertThat(world.events())
                .singleElement()
                .satisfies(event ->
                        assertThat(event)
                                .containsEntry("event_type", type)
                                .containsEntry("container_id", container.value()));
    }
}
