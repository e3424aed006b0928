package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rtm.domain.simulation.Outcomes.verdict;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.START_JOB;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.IMAGE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.Labels;
import rtm.domain.model.MemorySize;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationException;
import rtm.domain.model.Origin;
import rtm.domain.model.PullPolicy;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.Running;
import rtm.domain.simulation.SimulatedProcess;

class StartRuntimeTest extends OneProcess {

    @Test
    void aStartMakesOneContainerOfTheGame() throws InterruptedException {
        service.start(START_JOB);

        ObservedContainer made = onlyLive();
        EngineSpec spec = world.docker.spec(made.id()).orElseThrow();
        assertThat(spec.gameId()).isEqualTo(GAME);
        assertThat(spec.image()).isEqualTo(IMAGE);
        assertThat(spec.limits()).isEqualTo(SimulatedProcess.LIMITS);
        assertThat(spec.statePath()).isEqualTo(world.folders.pathOf(GAME));
        assertThat(spec.operation()).isEqualTo(world.row().operation().id());
        assertThat(world.folders.prepared()).containsExactly(GAME);
        assertThat(world.docker.containers()).containsExactly(made);
    }

    @Test
    void theRecordSaysWhatRuns() throws InterruptedException {
        service.start(CALL);

        RuntimeRecord record = world.record();
        ContainerId made = onlyLive().id();
        assertThat(record.state()).isEqualTo(new RuntimeState.Running(made));
        assertThat(record.currentImage()).isEqualTo(IMAGE);
        assertThat(record.engineEndpoint()).isEqualTo(GAME.engineEndpoint());
        assertThat(record.statePath()).isEqualTo(world.folders.pathOf(GAME));
        assertThat(record.dockerNetwork()).isEqualTo("galaxy-net");
        assertThat(record.startedAt()).isEqualTo(world.docker.spec(made).orElseThrow().startedAt());
        assertThat(record.version()).isEqualTo(1);
    }

    @Test
    void aStartedJobIsToldToLobbyAndGameMaster() throws InterruptedException {
        Outcome outcome = service.start(START_JOB);

        String container = onlyLive().id().value();
        assertThat(verdict(outcome)).isEqualTo(new Verdict.Done());
        assertThat(world.results())
                .containsExactly(
                        Map.of(
                                "game_id", "game-1",
                                "outcome", "success",
                                "container_id", container,
                                "engine_endpoint", "http://galaxy-game-game-1:8080",
                                "error_code", "",
                                "error_message", ""));
        assertThat(world.events())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event).containsEntry("event_type", "container_started");
                    assertThat(event).containsEntry("container_id", container);
                    assertThat(event)
                            .containsEntry("details", "{\"image_ref\":\"galaxy/game:1.4.0\"}");
                });
        assertThat(world.intents()).isEmpty();
        assertThat(world.signals).hasValue(1);
    }

    @Test
    void aCallIsAnsweredAndNotToldToLobby() throws InterruptedException {
        Outcome outcome = service.start(CALL);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Settled.class,
                        settled ->
                                assertThat(settled.record().orElseThrow().state())
                                        .isEqualTo(new RuntimeState.Running(onlyLive().id())));
        assertThat(world.results()).isEmpty();
        assertThat(world.events()).hasSize(1);
    }

    @Test
    void theSnapshotSaysThatTheNewContainerIsStarting() throws InterruptedException {
        service.start(START_JOB);

        HealthSnapshot snapshot = world.store.snapshot(GAME).orElseThrow();
        assertThat(snapshot.status()).isEqualTo(HealthStatus.STARTING);
        assertThat(snapshot.source()).isEqualTo(HealthSource.OPERATION);
        assertThat(snapshot.container()).contains(onlyLive().id());
    }

    @Test
    void lobbyIsAskedOnceForTheLogsSake() throws InterruptedException {
        service.start(START_JOB);

        assertThat(world.lookedUp).containsExactly(GAME);
    }

    @Test
    void theLeaseIsFreeAfterwards() throws InterruptedException {
        service.start(START_JOB);

        assertThat(world.leases.stored(GAME)).isEmpty();
    }

    @Test
    void aStoppedGameGetsANewContainerAndKeepsItsHistory() throws InterruptedException {
        ContainerId old = world.stopped();
        RuntimeRecord before = world.record();

        service.start(START_JOB);

        assertThat(world.docker.container(old)).isEmpty();
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(onlyLive().id()));
        assertThat(world.record().createdAt()).isEqualTo(before.createdAt());
        assertThat(world.record().startedAt()).isAfter(before.startedAt());
        assertThat(world.record().version()).isEqualTo(before.version() + 1);
    }

    @Test
    void aRemovedGameStartsAnew() throws InterruptedException {
        world.removed();

        service.start(START_JOB);

        assertThat(world.state()).isEqualTo(new RuntimeState.Running(onlyLive().id()));
        assertThat(world.state().whenStopped()).isEmpty();
    }

    @Test
    void aJobForAnEngineThatRunsOnTheImageIsReplayed() throws InterruptedException {
        ContainerId running = world.running();

        Outcome outcome = service.start(START_JOB);

        assertThat(verdict(outcome)).isEqualTo(new Verdict.Replayed());
        assertThat(world.results())
                .containsExactly(
                        Map.of(
                                "game_id", "game-1",
                                "outcome", "success",
                                "container_id", running.value(),
                                "engine_endpoint", "http://galaxy-game-game-1:8080",
                                "error_code", "replay_no_op",
                                "error_message", ""));
        assertThat(world.events()).isEmpty();
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void aCallForAnEngineThatRunsOnTheImageLeavesNoRow() throws InterruptedException {
        ContainerId running = world.running();
        RuntimeRecord before = world.record();

        Outcome outcome = service.start(CALL);

        assertThat(outcome)
                .isEqualTo(new Outcome.Settled(new Verdict.Replayed(), Optional.of(before)));
        assertThat(world.store.operations()).isEmpty();
        assertThat(world.record()).isEqualTo(before);
        assertThat(onlyLive().id()).isEqualTo(running);
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void anEngineThatAPersonStartedIsTakenOver() throws InterruptedException {
        ObservedContainer byHand =
                world.containerByHand(GAME.containerName(), ContainerState.RUNNING);

        Outcome outcome = service.start(START_JOB);

        assertThat(verdict(outcome)).isEqualTo(new Verdict.Replayed());
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(byHand.id()));
        assertThat(world.results())
                .singleElement()
                .satisfies(result ->
                        assertThat(result)
                                .containsEntry("error_code", "replay_no_op")
                                .containsEntry("container_id", byHand.id().value()));
        assertThat(world.events()).hasSize(1);
        assertThat(world.dockerChanges()).isEmpty();
    }

    @Test
    void aMissingImageIsPulledOnce() throws InterruptedException {
        world.docker.images().forget(IMAGE);
        world.docker.images().addToRegistry(IMAGE, Map.of(Labels.MEMORY, "64m"));

        service.start(START_JOB);

        assertThat(world.docker.images().pulls()).isEqualTo(1);
        EngineLimits limits = world.docker.spec(onlyLive().id()).orElseThrow().limits();
        assertThat(limits.memory()).isEqualTo(new MemorySize(64L << 20));
    }

    @Test
    void anImageThatIsHereIsNotPulled() throws InterruptedException {
        service.start(START_JOB);

        assertThat(world.docker.images().pulls()).isZero();
    }

    @Test
    void thePolicyAlwaysPullsWhatIsHereToo() throws InterruptedException {
        world.docker.images().addToRegistry(IMAGE, Map.of());

        service.with(PullPolicy.ALWAYS).start(START_JOB);

        assertThat(world.docker.images().pulls()).isEqualTo(1);
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void aJobSeenAgainAfterItsResultIsSkipped() throws InterruptedException {
        service.start(START_JOB);
        ObservedContainer made = onlyLive();
        world.docker.become(made.id(), ContainerState.EXITED);

        assertThat(service.start(START_JOB)).isEqualTo(new Outcome.AlreadyDone());
        assertThat(world.boot().start(START_JOB)).isEqualTo(new Outcome.AlreadyDone());
        assertThat(world.results()).hasSize(1);
        assertThat(world.docker.containers()).hasSize(1);
        assertThat(world.live()).isEmpty();
    }

    @Test
    void twoJobsOfTheSamePayloadAreTwoJobs() throws InterruptedException {
        service.start(START_JOB);
        service.start(new Origin.Job("runtime:start_jobs/2-0"));

        assertThat(world.results()).hasSize(2);
        assertThat(world.live()).hasSize(1);
    }

    private ObservedContainer onlyLive() {
        List<ObservedContainer> live = world.live();
        assertThat(live).hasSize(1);
        return live.getFirst();
    }

    @Test
    void aGameWhoseIdDiffersOnlyInCaseFromOneWithAnEngineIsRefused() throws Exception {
        GameId other = new GameId(GAME.value().toUpperCase(Locale.ROOT));
        world.store.put(SampleOperations.running(other, 1));

        assertThatThrownBy(() -> service.start(CALL))
                .isInstanceOfSatisfying(
                        OperationException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining(other.value());
        assertThat(verdict(service.start(START_JOB)))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(world.results()).hasSize(1);
        assertThat(world.docker.containers()).isEmpty();
    }

    @Test
    void anEngineThatWasRenamedByHandGetsItsNameBackBeforeItsEndpointIsAnswered()
            throws InterruptedException {
        ContainerId runs = world.running();
        world.docker.rename(runs, "renamed-by-hand");

        assertThat(verdict(service.start(CALL))).isEqualTo(new Verdict.Replayed());

        assertThat(onlyContainer().name()).isEqualTo(GAME.containerName());
        assertThat(world.record().engineEndpoint()).isEqualTo(GAME.engineEndpoint());
    }

    @Test
    void anEngineThatWasTakenOffItsNetworkIsAttachedBeforeItsEndpointIsAnswered()
            throws InterruptedException {
        ContainerId runs = world.running();
        world.docker.detach(runs);

        assertThat(verdict(service.start(CALL))).isEqualTo(new Verdict.Replayed());

        assertThat(world.docker.address(GAME, runs)).isPresent();
    }

    @Test
    void aRefusalToAttachARunningEngineIsNoFailureOfTheStart() throws InterruptedException {
        world.docker.detach(world.running());
        service.refuse(DaemonCall.ATTACH, "no");

        assertThatThrownBy(() -> service.start(CALL))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("does not attach container")
                .hasMessageEndingWith("no");
    }

    @Test
    void aContainerMadeByHandKeepsItsNameAndTheRecordHasIt() throws InterruptedException {
        ContainerId made = world.docker.newId();
        world.docker.place(
                new ObservedContainer(
                        made,
                        "by-hand",
                        IMAGE.value(),
                        ContainerState.RUNNING,
                        Map.of(Labels.OWNER, Labels.OWNER_VALUE, Labels.GAME_ID, GAME.value())));
        service.reconcile();
        world.docker.rename(made, "renamed-again");

        assertThat(verdict(service.start(CALL))).isEqualTo(new Verdict.Replayed());

        assertThat(onlyContainer().name()).isEqualTo("renamed-again");
        assertThat(world.record().engineEndpoint()).isEqualTo("http://renamed-again:8080");
    }

    @Test
    void aFirstStartThatFailsLeavesNoEmptyFolder() throws InterruptedException {
        world.docker.images().refuseStart(IMAGE, "no such command");
        service.start(CALL);
        assertThat(Path.of(world.folders.pathOf(GAME))).doesNotExist();

        world.docker.images().allowStart(IMAGE);
        assertThat(verdict(service.start(CALL))).isEqualTo(new Verdict.Done());
        assertThat(Path.of(world.folders.pathOf(GAME))).isDirectory();
    }

    @Test
    void aFolderWithContentOrOfAGameThatHasStartedStaysAfterAFailedStart() throws Exception {
        Path folder = Path.of(world.folders.prepare(GAME));
        world.docker.images().refuseStart(IMAGE, "no such command");
        service.start(CALL);
        assertThat(folder).as("it was there before").isDirectory();

        Files.writeString(folder.resolve("turn"), "12");
        service.start(CALL);
        assertThat(folder.resolve("turn")).hasContent("12");

        world.stopped();
        service.start(CALL);
        assertThat(folder.resolve("turn")).hasContent("12");
    }

    @Test
    void theFolderStaysWithAContainerThatCannotBeRemoved() throws InterruptedException {
        world.docker.images().refuseStart(IMAGE, "no such command");
        service.refuse(DaemonCall.REMOVE, "device is busy");
        service.start(CALL);
        assertThat(Path.of(world.folders.pathOf(GAME))).isDirectory();
    }

    /** The look before said that it had ended. */
    @Test
    void anEngineThatRunsAfterAllIsNotRemovedByAStart() throws InterruptedException {
        ContainerId container = world.stopped();
        Pause pause = world.docker.faults().pauseNext(DaemonCall.REMOVE, Moment.BEFORE_EFFECT);
        Running<Outcome> start = Running.of(() -> service.start(START_JOB));
        pause.awaitReached();
        world.docker.startByHand(container);
        pause.release();

        assertThat(start.failure()).isInstanceOf(DependencyUnavailableException.class);
        assertThat(world.live()).extracting(ObservedContainer::id).containsExactly(container);
        service.start(START_JOB);
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(container));
        assertThat(world.live()).extracting(ObservedContainer::id).containsExactly(container);
    }
}
