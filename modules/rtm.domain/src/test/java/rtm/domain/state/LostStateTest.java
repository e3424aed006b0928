package rtm.domain.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rtm.domain.simulation.Outcomes.assertFailed;
import static rtm.domain.simulation.Outcomes.verdict;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.START_JOB;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.IMAGE;
import static rtm.domain.simulation.SimulatedWorld.PATCH_IMAGE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.LoggedOperation;
import rtm.domain.fake.Pause;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.Running;

/** No engine is given an empty folder in the place of its game's state. */
class LostStateTest extends OneProcess {

    private static final GameId NEW_GAME = new GameId("game-2");

    @Test
    void theFirstBootMarksTheRootAndANewGameGetsItsFolder() throws Exception {
        world.folders.mount(false);
        service.useCases().gameStates().look();

        assertThat(world.folders.mark()).isPresent();
        assertThat(verdict(service.start(CALL))).isEqualTo(new Verdict.Done());
        assertThat(folder()).isEmptyDirectory();
    }

    @Test
    void aRootOfAProgramThatLeftNoMarkIsMarkedAndNothingIsRefused() throws Exception {
        world.stopped();
        world.folders.mount(false);

        service.useCases().gameStates().look();

        assertThat(world.folders.mark()).isPresent();
        assertThat(log.lines("WARN")).isEmpty();
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
    }

    @Test
    void anEmptyFolderMadeByHandDoesNotMakeARootOfTheWrongDisk() throws Exception {
        world.stopped();
        world.unmount();
        Files.createDirectories(Path.of(world.folders.root(), ".beneath", GAME.value()));

        assertWaits(service::restart, "it has no mark and no content of a recorded game");
        assertThat(world.folders.mark()).isEmpty();
    }

    @Test
    void withoutItsDiskARootIsLoggedOnceAndOnceMoreWhenItIsBack() {
        world.running();
        world.unmount();

        service.useCases().gameStates().look();
        service.useCases().gameStates().look();
        assertThat(log.lines("WARN"))
                .singleElement()
                .asString()
                .contains(
                        "state root is missing, games cannot be started, restarted or patched",
                        "path=" + world.folders.root(),
                        "Mount its disk");

        world.folders.mount(true);
        service.useCases().gameStates().look();
        service.useCases().gameStates().look();
        assertThat(log.lines("INFO", "state root is back")).hasSize(1);
    }

    @Test
    void withoutItsDiskTheServiceIsNotReady() {
        GameStates states = service.useCases().gameStates();
        world.running();
        states.look();
        new StateRootCheck(states).check();

        world.unmount();
        assertThatThrownBy(() -> new StateRootCheck(states).check())
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageStartingWith("state root: ")
                .hasMessageContaining("Mount its disk");

        world.folders.mount(true);
        new StateRootCheck(states).check();
    }

    @Test
    void withoutItsDiskAStartJobWaitsAndNobodyIsMailed() throws Exception {
        world.stopped();
        world.unmount();
        List<ObservedContainer> before = world.docker.containers();

        assertWaits(() -> service.start(START_JOB), "Mount its disk");

        assertUntouched(before);
        assertThat(world.results()).isEmpty();
        assertThat(world.intents()).isEmpty();

        world.folders.mount(true);
        assertThat(verdict(service.start(START_JOB))).isEqualTo(new Verdict.Done());
        assertThat(world.results())
                .singleElement()
                .satisfies(result -> assertThat(result).containsEntry("outcome", "success"));
    }

    @Test
    void withoutItsDiskNoImageIsPulled() {
        world.stopped();
        world.docker.images().forget(IMAGE);
        world.unmount();

        assertWaits(() -> service.start(START_JOB), "Mount its disk");

        assertThat(world.docker.calls(DaemonCall.PULL)).isZero();
    }

    @Test
    void withoutItsDiskARestartAndAPatchLeaveTheEngineRunning() {
        world.running();
        world.unmount();
        List<ObservedContainer> before = world.docker.containers();

        assertWaits(service::restart, "Mount its disk");
        assertWaits(() -> service.patch(PATCH_IMAGE), "Mount its disk");

        assertUntouched(before);
        assertThat(world.state()).isInstanceOf(RuntimeState.Running.class);
        assertThat(world.store.operations())
                .hasSize(2)
                .allSatisfy(row ->
                        assertThat(closing(row))
                                .isInstanceOfSatisfying(
                                        Verdict.Failed.class,
                                        failed ->
                                                assertThat(failed.code())
                                                        .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE)));
    }

    @Test
    void withoutItsDiskANewGameWaitsToo() {
        world.running();
        world.unmount();

        assertThatThrownBy(() -> service.useCases().startRuntime().start(NEW_GAME, IMAGE, CALL))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("new game game-2")
                .hasMessageContaining("Mount its disk");
        assertThat(world.docker.containers()).hasSize(1);
        assertThat(world.folders.prepared()).isEmpty();
    }

    @Test
    void aRootThatNothingCanBeWrittenToMakesEveryStartWait() throws Exception {
        world.folders.mount(true);
        world.folders.refuse("the disk of the state root is full");

        assertThatThrownBy(() -> service.start(START_JOB))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessage(
                        "state root: game game-1 cannot run: the disk of the state root is full");
        assertThat(world.intents()).isEmpty();
        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.folders.prepared()).isEmpty();

        world.folders.mend();
        assertThat(verdict(service.start(START_JOB))).isEqualTo(new Verdict.Done());
    }

    @Test
    void aFullRootLeavesARunningEngineAsItIs() {
        world.running();
        world.folders.refuse("the disk of the state root is full");
        List<ObservedContainer> before = world.docker.containers();

        assertWaitsForSpace(service::restart);
        assertWaitsForSpace(() -> service.patch(PATCH_IMAGE));

        assertUntouched(before);
        assertThat(world.state()).isInstanceOf(RuntimeState.Running.class);
    }

    @Test
    void aFullRootMakesAGameThatRanBeforeWait() throws Exception {
        world.stopped();
        world.folders.refuse("the disk of the state root is full");

        assertWaitsForSpace(() -> service.start(START_JOB));

        world.folders.mend();
        assertThat(verdict(service.start(START_JOB))).isEqualTo(new Verdict.Done());
    }

    @Test
    void theCauseOfTheOutageIsTheSameForAllGames() {
        world.running();
        world.unmount();
        GameStates states = service.useCases().gameStates();

        assertThat(states.missingRoot(NEW_GAME, Optional.empty()).orElseThrow().reason())
                .isEqualTo(
                        states.missingRoot(GAME, Optional.of(world.record()))
                                .orElseThrow()
                                .reason());
    }

    @Test
    void aRootThatTheServiceMarkedBeforeItsDiskCameIsNotTakenForIt() throws Exception {
        world.unmount();
        service.useCases().gameStates().look();
        assertThat(world.folders.mark()).isPresent();
        world.stopped();
        service = world.boot();

        assertWaits(service::restart, "it has a mark but no folder of a recorded game");
        assertThatThrownBy(() -> service.useCases().startRuntime().start(NEW_GAME, IMAGE, CALL))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("new game game-2");
    }

    @Test
    void whereAllGamesWereRemovedTheirFoldersMayBeGone() throws Exception {
        world.removed();
        remove();

        assertThat(verdict(service.useCases().startRuntime().start(NEW_GAME, IMAGE, CALL)))
                .isEqualTo(new Verdict.Done());
    }

    @Test
    void anEngineThatKeepsItsStateElsewhereSaysNothingAboutTheRoot() throws Exception {
        world.running();
        RuntimeRecord record = world.record();
        remove();
        world.store.put(
                new RuntimeRecord(
                        GAME,
                        NodeId.FIRST,
                        record.state(),
                        IMAGE,
                        record.engineEndpoint(),
                        "/elsewhere/game-1",
                        record.dockerNetwork(),
                        record.startedAt(),
                        record.lastOpAt(),
                        record.createdAt(),
                        4));

        assertThat(verdict(service.useCases().startRuntime().start(NEW_GAME, IMAGE, CALL)))
                .isEqualTo(new Verdict.Done());
        assertRefused(service.restart(), "the record says that it is /elsewhere/game-1");
    }

    @Test
    void onceTheDiskIsMountedItWorksAgain() throws Exception {
        world.stopped();
        world.unmount();
        assertWaits(service::restart, "Mount its disk");

        world.folders.mount(false);

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(folder().resolve("save")).hasContent("turn 12");
    }

    @Test
    void aMissingFolderIsRefusedFromStoppedAndFromRemoved() throws Exception {
        world.stopped();
        anotherGame();
        remove();
        assertRefused(service.start(CALL), "the folder " + folder() + " is missing");
        assertRefused(service.patch(PATCH_IMAGE), "the folder " + folder() + " is missing");

        world.removed();
        remove();
        assertRefused(service.restart(), "the folder " + folder() + " is missing");
        assertThat(folder()).doesNotExist();
    }

    @Test
    void anEmptyFolderThatHadContentIsRefused() throws Exception {
        world.running();
        service.stop(CALL);
        Files.delete(folder().resolve("save"));
        List<ObservedContainer> before = world.docker.containers();

        assertRefused(
                service.start(CALL), "the folder %s is empty but had content".formatted(folder()));

        assertThat(world.docker.containers()).isEqualTo(before);
    }

    @Test
    void contentIsNotedWhileAnEngineRunsAndWhenItEnds() throws Exception {
        world.running();
        service.useCases().gameStates().look();
        Files.delete(folder().resolve("save"));
        assertRefused(service.restart(), "is empty but had content");

        world.saved();
        world.folders.accept(GAME);
        world.docker.exit(world.live().getFirst().id(), 1, false);
        service.reconcile();
        Files.delete(folder().resolve("save"));
        assertRefused(service.start(CALL), "is empty but had content");
    }

    @Test
    void anEngineThatNeverWritesIsNeverRefused() throws Exception {
        service.start(CALL);
        service.stop(CALL);

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(verdict(service.patch(PATCH_IMAGE))).isEqualTo(new Verdict.Done());
    }

    @Test
    void somethingElseInThePlaceOfTheFolderIsRefused() throws Exception {
        world.stopped();
        anotherGame();
        remove();
        Files.writeString(folder(), "");

        assertFailed(
                service.restart(), ErrorCode.CONTAINER_START_FAILED, "is in the place of a state");
    }

    @Test
    void anEngineIsNotPutBackWithoutItsState() throws Exception {
        world.running();
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        Running<Outcome> patch = Running.of(() -> service.patch(PATCH_IMAGE));
        pause.awaitReached();
        remove();
        pause.release();

        assertFailed(
                patch.answer(),
                ErrorCode.CONTAINER_START_FAILED,
                "could not be put back: game game-1 cannot run");
        assertThat(world.live()).isEmpty();
        assertThat(world.state()).isInstanceOf(RuntimeState.Stopped.class);
    }

    @Test
    void aPatchWhoseDiskGoesHalfwayIsRolledBackWhenItIsBack() throws Exception {
        world.running();
        patchWhileTheDiskGoes();

        assertThatThrownBy(service::finishInterrupted)
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("Mount its disk");
        assertThat(world.live()).isEmpty();
        assertThat(world.store.openOperations()).hasSize(1);

        world.folders.mount(true);
        service.finishInterrupted();
        assertThat(world.live())
                .singleElement()
                .satisfies(live -> {
                    assertThat(live.engineImage()).isEqualTo(IMAGE.value());
                    assertThat(live.name()).isEqualTo(GAME.containerName());
                    assertThat(world.state()).isEqualTo(new RuntimeState.Running(live.id()));
                });
        assertThat(world.store.openOperations()).isEmpty();
        assertThat(closing(world.row())).asString().contains("rolled back to galaxy/game:1.4.0");
    }

    @Test
    void aPatchWhoseDiskStaysAwayIsClosedAfterAWhileAndItsOldContainerIsKept() throws Exception {
        ContainerId old = world.running();
        patchWhileTheDiskGoes();

        world.clock.advance(Duration.ofMinutes(6));
        service.finishInterrupted();

        assertThat(world.store.openOperations()).isEmpty();
        assertThat(world.state())
                .isInstanceOfSatisfying(
                        RuntimeState.Stopped.class,
                        stopped -> assertThat(stopped.container()).isEqualTo(old));
        assertThat(onlyContainer().name()).isEqualTo(GAME.containerName());
        assertThat(closing(world.row()))
                .asString()
                .contains("could not be put back: state root: ", "Mount its disk");
        world.folders.mount(true);
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
    }

    @Test
    void aStartJobHasTheBudgetOfItsRetriesAndNotTheTimeOfACall() {
        world.stopped();
        world.unmount();
        assertWaits(() -> service.start(START_JOB), "Mount its disk");

        world.clock.advance(Duration.ofMinutes(6));

        assertWaits(() -> service.start(START_JOB), "Mount its disk");
    }

    /** It goes after the old engine was stopped, and before the new one starts. */
    private void patchWhileTheDiskGoes() throws Exception {
        world.folders.mount(true);
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        Running<Outcome> patch = Running.of(() -> service.patch(PATCH_IMAGE));
        pause.awaitReached();
        world.unmount();
        pause.release();
        assertThat(patch.failure())
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("Mount its disk");
    }

    private static Verdict closing(LoggedOperation row) {
        return row.completion().orElseThrow().verdict();
    }

    private static void assertWaitsForSpace(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessage(
                        "state root: game game-1 cannot run: the disk of the state root is full");
    }

    private static void assertWaits(ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageStartingWith("state root: game game-1 cannot run, its state is missing")
                .hasMessageContaining(words);
    }

    private void anotherGame() throws IOException {
        RuntimeRecord known = world.record();
        world.store.put(
                new RuntimeRecord(
                        NEW_GAME,
                        NodeId.FIRST,
                        new RuntimeState.Stopped(world.docker.newId(), known.startedAt()),
                        IMAGE,
                        NEW_GAME.engineEndpoint(),
                        world.folders.pathOf(NEW_GAME),
                        known.dockerNetwork(),
                        known.startedAt(),
                        known.lastOpAt(),
                        known.createdAt(),
                        1));
        Files.createDirectories(Path.of(world.folders.pathOf(NEW_GAME)));
    }

    private Path folder() {
        return Path.of(world.folders.pathOf(GAME));
    }

    private void remove() {
        try {
            Files.deleteIfExists(folder().resolve("save"));
            Files.deleteIfExists(folder());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void assertRefused(Outcome outcome, String words) {
        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "its state is missing");
        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, words);
    }

    private void assertUntouched(List<ObservedContainer> before) {
        assertThat(world.docker.containers()).isEqualTo(before);
        assertThat(world.dockerChanges()).isEmpty();
    }
}
