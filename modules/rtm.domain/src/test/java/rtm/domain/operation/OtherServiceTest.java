package rtm.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static rtm.domain.simulation.Outcomes.assertFailed;
import static rtm.domain.simulation.Outcomes.verdict;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.START_JOB;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.PATCH_IMAGE;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.rule.Drift;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.Running;
import rtm.domain.simulation.SimulatedWorld;

/** The engines of another service on the same daemon, which has another database. */
class OtherServiceTest extends OneProcess {

    private static final UUID OTHER = UUID.randomUUID();

    @Test
    void aNewEngineSaysWhoseItIs() throws Exception {
        service.start(CALL);

        assertThat(onlyContainer().labels())
                .containsEntry(Labels.DATABASE_ID, world.store.databaseId().toString());
    }

    @Test
    void theirEngineIsNeitherAdoptedNorCounted() throws Exception {
        foreign(GAME.containerName(), ContainerState.RUNNING);
        foreign("game-1-previous", ContainerState.EXITED);

        assertThat(service.reconcile()).isInstanceOf(Drift.None.class);

        var survey = service.useCases().reconcileRuntimes().survey();
        service.useCases().reconcileRuntimes().survey();
        assertThat(survey.drifts()).isEmpty();
        assertThat(survey.containers()).isZero();
        assertThat(world.store.find(GAME)).isEmpty();
        assertThat(world.dockerChanges()).isEmpty();
        assertThat(log.lines("WARN", "ignoring engines of another runtime manager"))
                .singleElement()
                .asString()
                .contains(
                        "database_id=" + OTHER,
                        "our_database_id=" + world.store.databaseId(),
                        "containers=2");
    }

    @Test
    void aStartWhoseNameTheirEngineHasFailsAndSaysWhy() throws Exception {
        for (ContainerState state : List.of(ContainerState.RUNNING, ContainerState.EXITED)) {
            ObservedContainer theirs = foreign(GAME.containerName(), state);

            assertFailed(
                    service.start(state == ContainerState.RUNNING ? START_JOB : CALL),
                    ErrorCode.CONTAINER_START_FAILED,
                    "belongs to another Runtime Manager on this Docker, with database " + OTHER);

            assertThat(world.docker.containers()).containsExactly(theirs);
            world.docker.remove(theirs.id());
        }
    }

    @Test
    void aStartWhoseNameTheirEngineTakesMeanwhileFailsAndSaysTheSame() throws Exception {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        Running<Outcome> start = Running.of(() -> service.start(CALL));
        pause.awaitReached();
        ObservedContainer theirs = foreign(GAME.containerName(), ContainerState.RUNNING);
        pause.release();

        assertFailed(
                start.answer(),
                ErrorCode.CONTAINER_START_FAILED,
                "belongs to another Runtime Manager on this Docker, with database " + OTHER);
        assertThat(world.docker.containers()).containsExactly(theirs);
    }

    @Test
    void aStartWhoseNameAPersonTakesMeanwhileFailsAndSaysTheSame() throws Exception {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        Running<Outcome> start = Running.of(() -> service.start(START_JOB));
        pause.awaitReached();
        world.place(GAME.containerName(), ContainerState.RUNNING, Map.of());
        pause.release();

        assertFailed(
                start.answer(), ErrorCode.CONTAINER_START_FAILED, "is not this game's; rename");
    }

    @Test
    void aJobWhoseNameThisServiceTookMeanwhileIsTriedAgain() throws Exception {
        Pause pause = world.docker.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        Running<Outcome> start = Running.of(() -> service.start(START_JOB));
        pause.awaitReached();
        made(world.store.databaseId(), GAME.containerName(), ContainerState.EXITED);
        pause.release();

        assertThat(start.failure()).isInstanceOf(DependencyUnavailableException.class);
        assertThat(verdict(service.start(START_JOB))).isEqualTo(new Verdict.Done());
        assertThat(onlyContainer().live()).isTrue();
    }

    @Test
    void noOperationTouchesTheirEngineOfTheSameGame() throws Exception {
        ContainerId ours = world.running();
        world.saved();
        ObservedContainer theirs = foreign("elsewhere", ContainerState.RUNNING);

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(verdict(service.patch(PATCH_IMAGE))).isEqualTo(new Verdict.Done());
        assertThat(verdict(service.stop(CALL))).isEqualTo(new Verdict.Done());
        assertThat(verdict(service.cleanUp())).isEqualTo(new Verdict.Done());
        assertThat(world.docker.containers()).containsExactly(theirs);
        assertThat(ours).isNotEqualTo(theirs.id());
    }

    @Test
    void whenOurEngineIsGoneTheirsIsNotTakenInItsPlace() throws Exception {
        ContainerId ours = world.running();
        world.docker.remove(ours);
        foreign(GAME.containerName(), ContainerState.RUNNING);

        assertThat(service.reconcile()).isInstanceOf(Drift.Dispose.class);
        assertThat(world.state()).isInstanceOf(RuntimeState.Removed.class);
    }

    @Test
    void anEngineOfAnEarlierVersionIsAdoptedAsBefore() throws Exception {
        world.labelledContainer(GAME.containerName(), ContainerState.RUNNING);

        assertThat(service.reconcile()).isInstanceOf(Drift.Adopt.class);
    }

    @Test
    void aContainerThatTheRecordNamesIsOursWhateverItsLabelSays() throws Exception {
        ObservedContainer engine = foreign(GAME.containerName(), ContainerState.RUNNING);
        world.recorded(new RuntimeState.Running(engine.id()));

        assertThat(service.useCases().reconcileRuntimes().survey())
                .satisfies(survey -> {
                    assertThat(survey.drifts()).isEmpty();
                    assertThat(survey.containers()).isOne();
                });
        assertThat(log.lines("ignoring")).isEmpty();
        assertThat(service.reconcile()).isInstanceOf(Drift.None.class);
        assertThat(verdict(service.stop(CALL))).isEqualTo(new Verdict.Done());
    }

    /** A restored database knows no operation that came after the dump. */
    @Test
    void aContainerThatNamesThisDatabaseIsReplacedAlthoughNoOperationKnowsIt() throws Exception {
        ObservedContainer unknown =
                made(world.store.databaseId(), GAME.containerName(), ContainerState.EXITED);

        assertThat(verdict(service.start(START_JOB))).isEqualTo(new Verdict.Done());

        assertThat(onlyContainer().id()).isNotEqualTo(unknown.id());
        assertThat(log.lines("WARN", "ignoring container")).isEmpty();
    }

    @Test
    void anEngineThatNamesThisDatabaseIsAdoptedAlthoughNoOperationKnowsIt() throws Exception {
        ObservedContainer unknown =
                made(world.store.databaseId(), GAME.containerName(), ContainerState.RUNNING);

        assertThat(service.reconcile()).isInstanceOf(Drift.Adopt.class);

        assertThat(world.state()).isEqualTo(new RuntimeState.Running(unknown.id()));
    }

    /** The game was restarted after the dump, which names the container from before. */
    @Test
    void ofAnEngineNewerThanTheDatabaseThePredecessorIsNotReported() throws Exception {
        world.recorded(new RuntimeState.Running(world.docker.newId()));
        ObservedContainer newer =
                made(world.store.databaseId(), GAME.containerName(), ContainerState.RUNNING);

        assertThat(service.reconcile()).isInstanceOf(Drift.Adopt.class);

        assertThat(world.state()).isEqualTo(new RuntimeState.Running(newer.id()));
        assertThat(world.events())
                .extracting(event -> event.get("event_type"))
                .containsExactly("container_started");
        assertThat(world.store.operations()).hasSize(1);
        assertThat(world.store.endings().last(newer.id())).isEmpty();
    }

    @Test
    void ofAnEngineNewerThanTheDatabaseThatEndedOnlyItsOwnEndIsReported() throws Exception {
        world.recorded(new RuntimeState.Running(world.docker.newId()));
        ObservedContainer newer =
                made(world.store.databaseId(), GAME.containerName(), ContainerState.RUNNING);
        world.docker.exit(newer.id(), 7, false);

        assertThat(service.reconcile()).isInstanceOf(Drift.ObservedExited.class);

        assertThat(world.state().containerId()).contains(newer.id());
        assertThat(world.state()).isInstanceOf(RuntimeState.Stopped.class);
        assertThat(world.events())
                .singleElement()
                .satisfies(event ->
                        assertThat(event)
                                .containsEntry("event_type", "container_exited")
                                .containsEntry("container_id", newer.id().value()));
        assertThat(service.reconcile()).isInstanceOf(Drift.None.class);
    }

    @Test
    void ofAGameThatWasStoppedBeforeAndAfterTheDumpNothingIsReported() throws Exception {
        world.recorded(new RuntimeState.Stopped(world.docker.newId(), SimulatedWorld.START));
        ObservedContainer newer =
                made(world.store.databaseId(), GAME.containerName(), ContainerState.EXITED);

        assertThat(service.reconcile()).isInstanceOf(Drift.ObservedExited.class);

        assertThat(world.state())
                .isEqualTo(new RuntimeState.Stopped(newer.id(), SimulatedWorld.START));
        assertThat(world.events()).isEmpty();
        assertThat(service.reconcile()).isInstanceOf(Drift.None.class);
    }

    @Test
    void ofAnEngineThatTheLogKnowsThePredecessorIsReported() throws Exception {
        world.recorded(new RuntimeState.Running(world.docker.newId()));
        ObservedContainer known =
                made(world.store.databaseId(), GAME.containerName(), ContainerState.RUNNING);
        world.store.made(GAME, known.id());

        assertThat(service.reconcile()).isInstanceOf(Drift.Adopt.class);

        assertThat(world.events())
                .extracting(event -> event.get("event_type"))
                .containsExactly("container_disappeared", "container_started");
    }

    private ObservedContainer foreign(String name, ContainerState state) {
        return made(OTHER, name, state);
    }

    private ObservedContainer made(UUID database, String name, ContainerState state) {
        return world.labelledContainer(
                name, state, Map.of(Labels.DATABASE_ID, database.toString()));
    }
}
