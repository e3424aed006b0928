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
import java.util.List;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
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

        assertRefused(service.restart(), "it has no mark and no content of a recorded game");
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
    void withoutItsDiskAStartJobFailsInWordsAndAdminsAreTold() throws Exception {
        world.stopped();
        world.unmount();
        List<ObservedContainer> before = world.docker.containers();

        assertRefused(service.start(START_JOB), "Mount its disk");

        assertUntouched(before);
        assertThat(world.results())
                .singleElement()
                .satisfies(result ->
                        assertThat(result)
                                .containsEntry("outcome", "failure")
                                .containsEntry("error_code", "container_start_failed"));
        assertThat(world.intents()).hasSize(1);
    }

    @Test
    void withoutItsDiskARestartAndAPatchLeaveTheEngineRunning() throws Exception {
        world.running();
        world.unmount();
        List<ObservedContainer> before = world.docker.containers();

        assertRefused(service.restart(), "Mount its disk");
        assertRefused(service.patch(PATCH_IMAGE), "Mount its disk");

        assertUntouched(before);
        assertThat(world.state()).isInstanceOf(RuntimeState.Running.class);
    }

    @Test
    void withoutItsDiskANewGameIsRefusedToo() throws Exception {
        world.running();
        world.unmount();

        Outcome outcome = service.useCases().startRuntime().start(NEW_GAME, IMAGE, CALL);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "new game game-2");
        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "Mount its disk");
        assertThat(world.docker.containers()).hasSize(1);
        assertThat(world.folders.prepared()).isEmpty();
    }

    @Test
    void aRootThatTheServiceMarkedBeforeItsDiskCameIsNotTakenForIt() throws Exception {
        world.unmount();
        service.useCases().gameStates().look();
        assertThat(world.folders.mark()).isPresent();
        world.stopped();
        service = world.boot();

        assertRefused(service.restart(), "it has a mark but no folder of a recorded game");
        assertFailed(
                service.useCases().startRuntime().start(NEW_GAME, IMAGE, CALL),
                ErrorCode.CONTAINER_START_FAILED,
                "new game game-2");
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
        service.start(START_JOB);

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

    private void anotherGame() throws IOException {
        RuntimeRecord known = world.record();
        world.store.put(
                new RuntimeRecord(
                        NEW_GAME,
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
