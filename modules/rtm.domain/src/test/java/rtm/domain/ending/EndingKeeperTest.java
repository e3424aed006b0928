package rtm.domain.ending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rtm.domain.simulation.SimulatedProcess.CALL;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtm.domain.fake.DaemonCall;
import rtm.domain.model.ContainerExit;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Ending;
import rtm.domain.model.EndingEntry;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.RuntimeState;
import rtm.domain.simulation.Boundary.Mishap;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.ProcessDiedError;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;

/** What is kept of engines that end, whatever ends them and whichever worker sees it. */
class EndingKeeperTest extends OneProcess {

    private static final EndingOutput GONE = new EndingOutput.Missing("the container is gone");

    private ContainerId runs() {
        ContainerId engine = world.running();
        world.docker.write(engine, "turn 12");
        return engine;
    }

    private ContainerId crashed() {
        ContainerId engine = runs();
        world.docker.write(engine, "out of range");
        world.docker.exit(engine, 7, false);
        return engine;
    }

    private EndingEntry only() {
        List<EndingEntry> all = world.store.endings().all();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private Optional<EndingOutput> output(ContainerId container) {
        return world.store.endings().last(container).flatMap(EndingEntry::output);
    }

    private static EndingOutput lines(String text) {
        return new EndingOutput.Kept(text);
    }

    @Test
    void aCrashIsAnEndingAndItsOutputIsReadAfterTheCommit() throws InterruptedException {
        ContainerId engine = crashed();
        Instant finishedAt = world.docker.inspect(engine).orElseThrow().finishedAt().orElseThrow();

        service.reconcile();

        assertThat(only().output()).isEmpty();
        service.completeEndings();
        assertThat(only().output()).contains(lines("turn 12\nout of range\n"));
        assertThat(only().ending())
                .isEqualTo(
                        new Ending(
                                SimulatedWorld.GAME,
                                engine,
                                SimulatedWorld.START.minusSeconds(60),
                                finishedAt,
                                Optional.of(SimulatedWorld.IMAGE),
                                OptionalInt.of(7),
                                false,
                                false,
                                false));
    }

    @Test
    void theOutputOfACrashIsThereAfterARestartAndACleanup() throws InterruptedException {
        ContainerId engine = crashed();
        service.restart();
        assertThat(world.docker.container(engine)).isEmpty();
        assertThat(only().output()).contains(lines("turn 12\nout of range\n"));

        service.stop(CALL);
        service.cleanUp();
        assertThat(world.store.endings().all())
                .extracting(entry -> entry.ending().requested())
                .containsExactly(false, true);
        assertThat(world.store.endings().all())
                .extracting(entry -> entry.output().orElseThrow())
                .containsExactly(
                        lines("turn 12\nout of range\n"),
                        lines("the engine starts\nthe engine stops\n"));
    }

    @Test
    void aStopIsAnEndingThatIsCompletedLater() throws InterruptedException {
        ContainerId engine = runs();
        service.stop(CALL);

        assertThat(only().ending().requested()).isTrue();
        assertThat(only().ending().exitCode()).isEmpty();
        assertThat(world.docker.calls(DaemonCall.LOGS)).isZero();

        service.completeEndings();
        assertThat(only().ending().exitCode()).hasValue(143);
        assertThat(output(engine)).contains(lines("turn 12\nthe engine stops\n"));
    }

    @Test
    void anEngineThatARestartReplacesKeepsItsOutput() throws InterruptedException {
        runs();
        service.restart();
        assertThat(only().ending().requested()).isTrue();
        assertThat(only().ending().exitCode()).hasValue(143);
        assertThat(only().output()).contains(lines("turn 12\nthe engine stops\n"));
    }

    @Test
    void aPatchThatFailsKeepsWhatTheNewEngineWrote() throws InterruptedException {
        ContainerId old = runs();
        world.docker.images().exitOnceStarted(SimulatedWorld.PATCH_IMAGE);
        service.patch(SimulatedWorld.PATCH_IMAGE);

        assertThat(world.state()).isEqualTo(new RuntimeState.Running(old));
        assertThat(world.store.endings().all()).hasSize(2);
        Ending failed =
                world.store.endings().all().stream()
                        .map(EndingEntry::ending)
                        .filter(ending -> !ending.container().equals(old))
                        .findFirst()
                        .orElseThrow();
        assertThat(failed.image()).contains(SimulatedWorld.PATCH_IMAGE);
        assertThat(failed.requested()).isFalse();
        assertThat(output(failed.container())).contains(lines("the engine starts\n"));
        assertThat(output(old)).contains(lines("turn 12\nthe engine stops\n"));
    }

    @Test
    void anEngineThatAPersonRemovedIsAnEndingWithoutOutput() throws InterruptedException {
        ContainerId engine = runs();
        world.docker.vanish(engine);
        service.reconcile(new ContainerExit(engine, 137, false, world.clock.instant()));
        service.completeEndings();
        assertThat(only().ending().exitCode()).hasValue(137);
        assertThat(only().output()).contains(GONE);
        service.reconcile();
        assertThat(world.store.endings().all()).hasSize(1);
    }

    @Test
    void theOutputOfAnotherLifeIsNotTakenForIt() throws InterruptedException {
        ContainerId engine = crashed();
        service.reconcile();
        world.docker.startByHand(engine);
        service.completeEndings();
        assertThat(only().output())
                .contains(new EndingOutput.Missing("the container was started again"));
    }

    @Test
    void aContainerThatNeverRanIsNoEnding() throws InterruptedException {
        world.docker.refuseStartOfNext("no");
        service.start(CALL);
        assertThat(world.store.endings().all()).isEmpty();
    }

    @Test
    void whatDockerWillNotReturnIsMissingForGood() throws InterruptedException {
        crashed();
        service.reconcile();
        service.refuse(DaemonCall.LOGS, "configured logging driver does not support reading");
        service.completeEndings();
        assertThat(only().output())
                .contains(
                        new EndingOutput.Missing(
                                "Docker refused to return it: configured logging driver does not"
                                        + " support reading"));
        service.completeEndings();
        assertThat(world.docker.calls(DaemonCall.LOGS)).isZero();
    }

    @Test
    void whileDockerDoesNotAnswerTheOutputIsLeftForLater() throws InterruptedException {
        ContainerId engine = crashed();
        service.reconcile();
        world.docker.faults().makeUnavailable(DaemonCall.LOGS);
        assertThatThrownBy(() -> service.completeEndings())
                .isInstanceOf(DependencyUnavailableException.class);
        world.docker.faults().mend();
        service.completeEndings();
        assertThat(output(engine)).contains(lines("turn 12\nout of range\n"));
    }

    @Test
    void aRestartGoesOnIfDockerReturnsNoOutput() throws InterruptedException {
        ContainerId engine = crashed();
        world.docker.faults().makeUnavailable(DaemonCall.LOGS);
        service.restart();
        assertThat(world.docker.container(engine)).isEmpty();
        assertThat(world.state()).isInstanceOf(RuntimeState.Running.class);
        assertThat(only().ending().exitCode()).hasValue(7);
        assertThat(only().output()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Mishap.class)
    void whereverARestartIsCutOffTheCrashAndItsOutputAreThere(Mishap mishap)
            throws InterruptedException {
        boolean happened = true;
        for (int call = 1; happened; call++) {
            SimulatedWorld own = new SimulatedWorld(root);
            ContainerId engine = own.running();
            own.docker.write(engine, "out of range");
            own.docker.exit(engine, 7, false);
            SimulatedProcess process = own.boot();
            process.boundary.plan(call, mishap);
            happened = !restartedInPeace(process);
            process.die();
            SimulatedProcess next = own.boot();
            next.finishInterrupted();
            next.reconcile();
            next.completeEndings();

            List<EndingEntry> ofIt =
                    own.store.endings().all().stream()
                            .filter(one -> one.ending().container().equals(engine))
                            .filter(one -> !one.ending().requested())
                            .toList();
            String where = "call %d of %s".formatted(call, process.boundary.calls());
            assertThat(ofIt).as(where).hasSize(1);
            assertThat(ofIt.getFirst().ending().exitCode()).as(where).hasValue(7);
            boolean outputFailed =
                    !mishap.name().startsWith("DIES")
                            && happened
                            && List.of("logs", "inspect")
                                    .contains(process.boundary.calls().get(call - 1));
            if (!outputFailed) {
                assertThat(ofIt.getFirst().output()).as(where).contains(lines("out of range\n"));
            }
        }
    }

    private static boolean restartedInPeace(SimulatedProcess process) throws InterruptedException {
        try {
            process.restart();
            return process.boundary.inPeace();
        } catch (ProcessDiedError | DependencyUnavailableException _) {
            return false;
        }
    }

    @Test
    void anInterruptedStartThatIsClearedAwayKeepsWhatItsEngineWrote() throws InterruptedException {
        service.boundary.planFirst("start", Mishap.DIES_AFTER_ITS_EFFECT);
        assertThatThrownBy(() -> service.start(CALL)).isInstanceOf(ProcessDiedError.class);
        ContainerId engine = onlyContainer().id();
        world.docker.exit(engine, 3, false);
        service.die();
        world.boot().finishInterrupted();

        assertThat(world.docker.containers()).isEmpty();
        assertThat(only().ending().exitCode()).hasValue(3);
        assertThat(only().output()).contains(lines("the engine starts\n"));
    }

    @Test
    void theOutputIsBoundedInLinesAndBytes() throws InterruptedException {
        ContainerId engine = runs();
        for (int n = 0; n < 100; n++) {
            world.docker.write(engine, "line " + n + " " + "x".repeat(1000));
        }
        world.docker.become(engine, ContainerState.EXITED);
        service.reconcile();
        service.completeEndings();
        assertThat(only().output())
                .hasValueSatisfying(kept -> {
                    String text = ((EndingOutput.Kept) kept).text();
                    assertThat(text).startsWith("line ").endsWith("x\n");
                    assertThat(text.length()).isBetween(14_000, EndingOutput.MOST_BYTES);
                });
    }
}
