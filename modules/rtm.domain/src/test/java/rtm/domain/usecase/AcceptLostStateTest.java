package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rtm.domain.simulation.Outcomes.verdict;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.IMAGE;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.Running;

/** An operator says that a game's state is lost for good. */
class AcceptLostStateTest extends OneProcess {

    @Test
    void aGameWithoutItsDiskStartsOnAnEmptyFolderAndNewGamesDoToo() throws Exception {
        world.stopped();
        world.unmount();

        RuntimeRecord answer = accept();

        assertThat(answer).isEqualTo(world.record());
        assertThat(log.lines("WARN", "loss of a game's state accepted"))
                .singleElement()
                .asString()
                .contains(
                        "game_id=game-1",
                        "op_source=admin_rest",
                        "found=missing",
                        "root_replaced=true");
        assertThat(world.folders.mark()).isPresent();
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(
                        verdict(
                                service.useCases()
                                        .startRuntime()
                                        .start(new GameId("game-2"), IMAGE, CALL)))
                .isEqualTo(new Verdict.Done());
    }

    @Test
    void anEmptiedFolderIsAcceptedAsItIs() throws Exception {
        world.running();
        service.stop(CALL);
        Files.delete(folder().resolve("save"));

        accept();

        assertThat(log.lines("WARN", "loss of a game's state accepted", "found=emptied"))
                .hasSize(1);
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
    }

    @Test
    void aRemovedGameIsAcceptedToo() throws Exception {
        world.removed();
        Files.delete(folder().resolve("save"));
        Files.delete(folder());

        accept();

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(folder()).isEmptyDirectory();
    }

    @Test
    void aStateThatIsThereStaysAndNothingIsLogged() throws Exception {
        world.stopped();

        assertThat(accept()).isEqualTo(world.record());

        assertThat(folder().resolve("save")).hasContent("turn 12");
        assertThat(log.lines("accepted")).isEmpty();
    }

    @Test
    void neitherARowNorAContainerIsTouched() throws Exception {
        world.stopped();
        world.unmount();

        accept();

        assertThat(world.store.operations()).isEmpty();
        assertThat(world.dockerChanges()).isEmpty();
        assertThat(world.leases.stored(GAME)).isEmpty();
    }

    @Test
    void aGameThatNobodyKnowsIsNotFound() {
        assertRefused(ErrorCode.NOT_FOUND, "game-1 has never been started here");
        assertThat(folder()).doesNotExist();
    }

    @Test
    void aGameThatRunsIsAConflict() {
        world.running();
        world.unmount();

        assertRefused(ErrorCode.CONFLICT, "stop it first");
        assertThat(world.folders.mark()).isEmpty();
    }

    @Test
    void aGameThatIsBusyIsAConflict() throws Exception {
        world.stopped();
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        Running<Outcome> restart = Running.of(() -> service.restart());
        pause.awaitReached();

        assertRefused(ErrorCode.CONFLICT, "game-1 is busy");

        pause.release();
        restart.answer();
    }

    @Test
    void whatTheDiskRefusesIsNamed() {
        world.stopped();
        world.unmount();
        world.folders.fail("read-only file system");

        assertRefused(ErrorCode.CONTAINER_START_FAILED, "read-only file system");
    }

    private RuntimeRecord accept() throws InterruptedException {
        return service.useCases().acceptLostState().accept(GAME, OperationSource.ADMIN_REST);
    }

    private void assertRefused(ErrorCode code, String words) {
        assertThatThrownBy(this::accept)
                .isInstanceOfSatisfying(
                        OperationException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    private Path folder() {
        return Path.of(world.folders.pathOf(GAME));
    }
}
