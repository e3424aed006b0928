package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static rtm.domain.usecase.ServiceProcess.CALL;
import static rtm.domain.usecase.ServiceProcess.START_JOB;
import static rtm.domain.usecase.World.GAME;
import static rtm.domain.usecase.World.IMAGE;
import static rtm.domain.usecase.World.OTHER_IMAGE;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.Labels;
import rtm.domain.model.MemorySize;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.Origin;
import rtm.domain.model.PullPolicy;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.testkit.EngineCall;

class StartRuntimeTest {

    @TempDir Path root;
    private World world;
    private ServiceProcess service;

    @BeforeEach
    void boot() {
        world = new World(root);
        service = world.boot();
    }

    @Test
    void aStartMakesOneContainerOfTheGame() throws InterruptedException {
        service.start(START_JOB);

        ObservedContainer made = onlyLive();
        EngineSpec spec = world.docker.spec(made.id()).orElseThrow();
        assertThat(spec.gameId()).isEqualTo(GAME);
        assertThat(spec.image()).isEqualTo(IMAGE);
        assertThat(spec.limits()).isEqualTo(ServiceProcess.LIMITS);
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
    void theSnapshotSaysThatTheNewContainerIsHealthy() throws InterruptedException {
        service.start(START_JOB);

        HealthSnapshot snapshot = world.store.snapshot(GAME).orElseThrow();
        assertThat(snapshot.status()).isEqualTo(HealthStatus.HEALTHY);
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
        assertDockerUntouched();
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
        assertDockerUntouched();
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
        assertDockerUntouched();
    }

    @Test
    void anEngineOnAnotherImageIsAConflict() throws InterruptedException {
        ContainerId running = world.running();

        Outcome outcome = service.start(OTHER_IMAGE, START_JOB);

        assertFailed(outcome, ErrorCode.CONFLICT, IMAGE.value());
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(running));
        assertThat(world.intents()).isEmpty();
        assertDockerUntouched();
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "EXITED", "CREATED"})
    void aStrangerUnderTheNameIsNeverTouched(ContainerState state) throws InterruptedException {
        ObservedContainer stranger = world.place(GAME.containerName(), state, Map.of());

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, stranger.id().value());
        assertThat(world.docker.containers()).containsExactly(stranger);
        assertThat(world.intents()).hasSize(1);
        assertDockerUntouched();
    }

    @Test
    void anotherGamesContainerUnderTheNameIsNeverTouched() throws InterruptedException {
        ObservedContainer strayed =
                world.place(
                        GAME.containerName(),
                        ContainerState.EXITED,
                        Map.of(Labels.OWNER, Labels.OWNER_VALUE, Labels.GAME_ID, "game-2"));

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, strayed.id().value());
        assertDockerUntouched();
    }

    @Test
    void twoRunningEnginesAreLeftToAPerson() throws InterruptedException {
        world.running();
        world.containerByHand("diagnosis", ContainerState.RUNNING);

        assertFailed(service.start(START_JOB), ErrorCode.CONFLICT, "2 running containers");
        assertDockerUntouched();
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
    void thePolicyNeverFailsWhatIsNotHere() throws InterruptedException {
        world.docker.images().forget(IMAGE);
        world.docker.images().addToRegistry(IMAGE, Map.of());

        Outcome outcome = service.with(PullPolicy.NEVER).start(START_JOB);

        assertFailed(outcome, ErrorCode.IMAGE_PULL_FAILED, "never");
        assertThat(world.docker.images().pulls()).isZero();
    }

    @Test
    void aFailedPullIsToldToLobbyAndOnceToTheAdmins() throws InterruptedException {
        world.docker.images().forget(IMAGE);
        world.docker.images().refusePull(IMAGE, "pull failed: manifest unknown");

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.IMAGE_PULL_FAILED, "manifest unknown");
        assertThat(world.results())
                .containsExactly(
                        Map.of(
                                "game_id", "game-1",
                                "outcome", "failure",
                                "container_id", "",
                                "engine_endpoint", "",
                                "error_code", "image_pull_failed",
                                "error_message", "pull failed: manifest unknown"));
        assertThat(world.intents())
                .containsExactly(
                        Map.of(
                                "game_id",
                                "game-1",
                                "type",
                                "runtime.image_pull_failed",
                                "image_ref",
                                IMAGE.value(),
                                "error_code",
                                "image_pull_failed",
                                "error_message",
                                "pull failed: manifest unknown",
                                "attempted_at_ms",
                                Long.toString(world.row().operation().startedAt().toEpochMilli())));
        assertThat(world.store.find(GAME)).isEmpty();
        assertThat(world.docker.containers()).isEmpty();
    }

    @Test
    void aFailedCallIsToldToTheAdminsToo() throws InterruptedException {
        world.docker.images().forget(IMAGE);

        service.start(CALL);

        assertThat(world.intents()).hasSize(1);
        assertThat(world.results()).isEmpty();
    }

    @Test
    void aFailedPullTouchesNoOldContainer() throws InterruptedException {
        ContainerId old = world.stopped();
        RuntimeRecord before = world.record();
        world.docker.images().forget(IMAGE);

        service.start(START_JOB);

        assertThat(world.docker.container(old)).isPresent();
        assertThat(world.record()).isEqualTo(before);
    }

    @Test
    void aBadLabelIsAConfigurationThatIsNotValid() throws InterruptedException {
        world.docker.images().add(IMAGE, Map.of(Labels.CPU_QUOTA, "lots"));

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.START_CONFIG_INVALID, "com.galaxy.cpu_quota");
        assertThat(world.intents())
                .singleElement()
                .satisfies(intent ->
                        assertThat(intent).containsEntry("type", "runtime.start_config_invalid"));
        assertDockerUntouched();
    }

    @Test
    void aStateFolderThatCannotBeMadeFailsTheStart() throws InterruptedException {
        world.folders.fail("no space left on device");

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "no space left on device");
        assertDockerUntouched();
    }

    @Test
    void aRefusedStartRemovesWhatWasMadeAndLeavesNoRecord() throws InterruptedException {
        world.docker.images().refuseStart(IMAGE, "exec: no such file");

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "exec: no such file");
        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.store.find(GAME)).isEmpty();
        assertThat(world.intents()).hasSize(1);
        assertThat(world.events()).isEmpty();
        assertThat(world.store.snapshot(GAME)).isEmpty();
    }

    @Test
    void aFailedStartAfterTheOldContainerWasRemovedTurnsTheRecordToRemoved()
            throws InterruptedException {
        world.stopped();
        RuntimeRecord before = world.record();
        world.docker.images().refuseStart(IMAGE, "exec: no such file");

        service.start(START_JOB);

        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.REMOVED);
        assertThat(world.state().whenStopped()).isEqualTo(before.state().whenStopped());
        assertThat(world.record().currentImage()).isEqualTo(before.currentImage());
    }

    @Test
    void anOldContainerThatCannotBeRemovedFailsTheStartInDockersWords()
            throws InterruptedException {
        ContainerId old = world.stopped();
        RuntimeRecord before = world.record();
        service.refuse(EngineCall.REMOVE, "driver failed to remove root filesystem");

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "root filesystem");
        assertThat(world.docker.container(old)).isPresent();
        assertThat(world.record()).isEqualTo(before);
    }

    @Test
    void anImageThatDockerRefusesToShowIsAFailedPull() throws InterruptedException {
        service.refuse(EngineCall.IMAGE_LABELS, "layer does not exist");

        assertFailed(service.start(START_JOB), ErrorCode.IMAGE_PULL_FAILED, "layer does not exist");
    }

    @Test
    void aContainerThatCannotBeClearedAwayIsNamed() throws InterruptedException {
        world.docker.images().refuseStart(IMAGE, "exec: no such file");
        service.refuse(EngineCall.REMOVE, "device or resource busy");

        Outcome outcome = service.start(START_JOB);

        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "exec: no such file");
        assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, "device or resource busy");
        assertFailed(
                outcome,
                ErrorCode.CONTAINER_START_FAILED,
                world.docker.containers().getFirst().id().value());
    }

    @Test
    void aDefectIsAResultAndLeavesNothingRunning() throws InterruptedException {
        Outcome outcome = service.with(new DefectiveEncoder()).start(START_JOB);

        assertFailed(outcome, ErrorCode.INTERNAL_ERROR, "defect");
        assertThat(world.results())
                .singleElement()
                .satisfies(
                        result -> assertThat(result).containsEntry("error_code", "internal_error"));
        assertThat(world.intents()).isEmpty();
        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.store.openOperations()).isEmpty();
    }

    @Test
    void aDefectAfterTheOldContainerWasRemovedTurnsTheRecordToRemoved()
            throws InterruptedException {
        world.stopped();

        service.with(new DefectiveEncoder()).start(START_JOB);

        assertThat(world.docker.containers()).isEmpty();
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.REMOVED);
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

    @Test
    void aRefusedJobIsAClosedRowWithItsResultAndOneIntent() {
        service.useCases()
                .startRuntime()
                .fail(
                        GAME,
                        "Galaxy//Game::",
                        START_JOB,
                        ErrorCode.START_CONFIG_INVALID,
                        "image_ref is no Docker image reference");

        assertThat(world.row().operation().image()).contains("Galaxy//Game::");
        assertThat(world.row().inProgress()).isFalse();
        assertThat(world.results()).hasSize(1);
        assertThat(world.intents())
                .singleElement()
                .satisfies(
                        intent -> assertThat(intent).containsEntry("image_ref", "Galaxy//Game::"));
        assertDockerUntouched();
    }

    @Test
    void aRefusedJobSeenAgainIsSkipped() {
        StartRuntime start = service.useCases().startRuntime();
        start.fail(GAME, "", START_JOB, ErrorCode.START_CONFIG_INVALID, "image_ref is missing");

        assertThat(
                        start.fail(
                                GAME,
                                "",
                                START_JOB,
                                ErrorCode.START_CONFIG_INVALID,
                                "image_ref is missing"))
                .isEqualTo(new Outcome.AlreadyDone());
        assertThat(world.results()).hasSize(1);
    }

    private ObservedContainer onlyLive() {
        List<ObservedContainer> live = world.live();
        assertThat(live).hasSize(1);
        return live.getFirst();
    }

    private void assertDockerUntouched() {
        assertThat(world.docker.calls())
                .noneMatch(made ->
                        switch (made.call()) {
                            case CREATE, START, STOP, REMOVE -> true;
                            case CONTAINERS_OF, IMAGE_LABELS, PULL -> false;
                        });
    }

    private static Verdict verdict(Outcome outcome) {
        return ((Outcome.Settled) outcome).verdict();
    }

    private static void assertFailed(Outcome outcome, ErrorCode code, String words) {
        assertThat(verdict(outcome))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(code);
                            assertThat(failed.message()).contains(words);
                        });
    }
}
