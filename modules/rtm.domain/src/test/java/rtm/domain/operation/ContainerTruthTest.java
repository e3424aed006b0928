package rtm.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rtm.domain.simulation.Outcomes.assertFailed;
import static rtm.domain.simulation.Outcomes.verdict;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.START_JOB;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.IMAGE;
import static rtm.domain.simulation.SimulatedWorld.PATCH_IMAGE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.fake.DaemonCall;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.domain.rule.Drift;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.SimulatedWorld;

/** What is believed about a container: its inspection, and what record and operation log name. */
class ContainerTruthTest extends OneProcess {

    @Test
    void anEngineThatEndedWhileTheListShowsItRunningIsNotReplayedAsStarted()
            throws InterruptedException {
        ContainerId old = world.running();
        world.docker.exit(old, 7, false);
        assertThat(world.docker.containersOf(GAME).getFirst().live()).isTrue();

        assertThat(verdict(service.start(START_JOB))).isEqualTo(new Verdict.Done());

        assertThat(world.events())
                .extracting(event -> event.get("event_type"))
                .containsExactly("container_exited", "container_started");
        assertThat(onlyContainer().id()).isNotEqualTo(old);
    }

    @Test
    void anEngineThatTheListLacksIsNeitherGoneNorStartedTwice() throws InterruptedException {
        ContainerId runs = world.running();
        world.docker.hide(runs);

        assertThat(service.reconcile()).isEqualTo(new Drift.None(GAME));
        assertThat(verdict(service.start(CALL))).isEqualTo(new Verdict.Replayed());
        assertThat(world.events()).isEmpty();
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(runs));
    }

    @Test
    void anEngineThatRunsWhileTheListShowsItEndedKeepsItsRecord() throws InterruptedException {
        ContainerId runs = world.running();
        world.docker.become(runs, ContainerState.EXITED);
        world.docker.become(runs, ContainerState.RUNNING);

        assertThat(service.reconcile()).isEqualTo(new Drift.None(GAME));
        assertThat(world.events()).isEmpty();
        assertThat(verdict(service.stop(CALL))).isEqualTo(new Verdict.Done());
        assertThat(world.live()).isEmpty();
    }

    @Test
    void anEngineWhoseStateIsNotKnownIsNeitherReplacedNorAnsweredAbout() {
        ContainerId engine = world.running();
        world.docker.become(engine, ContainerState.UNKNOWN);
        List<ContainerId> before =
                world.docker.containers().stream().map(ObservedContainer::id).toList();

        for (ThrowingCallable operation : operations()) {
            assertThatThrownBy(operation)
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("the state of container " + engine + " is not known");
        }

        assertThat(service.useCases().reconcileRuntimes().survey().drifts()).isEmpty();
        assertThat(world.dockerChanges()).isEmpty();
        assertThat(world.docker.containers()).extracting(ObservedContainer::id).isEqualTo(before);
        assertThat(world.events()).isEmpty();
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(engine));
    }

    static Stream<Arguments> otherLabels() {
        return Stream.of(
                        Map.<String, String>of(),
                        Map.of(Labels.GAME_ID, GAME.value()),
                        Map.of(Labels.OWNER, "somebody", Labels.GAME_ID, GAME.value()),
                        Map.of(Labels.OWNER, Labels.OWNER_VALUE, Labels.GAME_ID, "other-game"))
                .flatMap(labels ->
                        Stream.of(true, false).map(listed -> Arguments.of(labels, listed)));
    }

    /** Labels never change, so the answer is wrong or about something else. */
    @ParameterizedTest
    @MethodSource("otherLabels")
    void aRecordedContainerThatShowsOtherLabelsIsNeitherGoneNorTouched(
            Map<String, String> labels, boolean listed) throws InterruptedException {
        ContainerId engine = world.running();
        if (!listed) {
            world.docker.hide(engine);
        }
        world.docker.lieAbout(engine, container -> relabelled(container, labels));

        assertOutages(engine, world.state());

        world.docker.stopLying();
        assertThat(verdict(service.stop(CALL))).isEqualTo(new Verdict.Done());
        RuntimeState stopped = world.state();
        int before = world.dockerChanges().size();
        world.docker.lieAbout(engine, container -> relabelled(container, labels));

        assertOutages(engine, stopped);
        assertThatThrownBy(() -> service.cleanUp())
                .isInstanceOf(DependencyUnavailableException.class);
        assertThat(world.dockerChanges()).hasSize(before);
    }

    private List<ThrowingCallable> operations() {
        return List.of(
                () -> service.start(CALL),
                () -> service.stop(CALL),
                () -> service.restart(),
                () -> service.patch(PATCH_IMAGE),
                () -> service.reconcile());
    }

    private void assertOutages(ContainerId engine, RuntimeState state) {
        int before = world.dockerChanges().size();
        for (ThrowingCallable operation : operations()) {
            assertThatThrownBy(operation)
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining(engine.value())
                    .hasMessageContaining("labels");
        }
        assertThat(world.dockerChanges()).hasSize(before);
        assertThat(world.events()).isEmpty();
        assertThat(world.state()).isEqualTo(state);
    }

    /** One that an operation made before anything recorded it: only its labels say so. */
    @Test
    void aContainerThatLosesItsLabelsBetweenListAndInspectionIsAnOutage()
            throws InterruptedException {
        ContainerId left = world.earlierContainer(ContainerState.RUNNING).id();
        world.docker.lieAbout(left, container -> relabelled(container, Map.of()));

        assertThatThrownBy(() -> service.start(CALL))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("contradict each other");
        assertThat(world.dockerChanges()).isEmpty();

        world.docker.stopLying();
        assertThat(verdict(service.start(CALL))).isEqualTo(new Verdict.Replayed());
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(left));
    }

    private static ObservedContainer relabelled(
            ObservedContainer container, Map<String, String> labels) {
        return new ObservedContainer(
                container.id(), container.name(), container.image(), container.state(), labels);
    }

    /** Nothing contradicts it, so only a stop makes sure. */
    @Test
    void anEngineThatIsFalselyShownAsEndedIsStoppedBeforeAnotherStarts()
            throws InterruptedException {
        ContainerId engine = world.running();
        world.docker.lieAbout(engine, ContainerTruthTest::ended);
        noEngineRunsAtAnyStart();

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        ContainerId second = onlyContainer().id();
        world.docker.lieAbout(second, ContainerTruthTest::ended);
        assertThat(verdict(service.patch(PATCH_IMAGE))).isEqualTo(new Verdict.Done());

        assertThat(world.live())
                .singleElement()
                .satisfies(runs -> assertThat(runs.id()).isNotIn(engine, second));
    }

    @Test
    void aStartNeverStartsASecondEngineBesideOneThatIsFalselyShownAsEnded()
            throws InterruptedException {
        ContainerId engine = world.running();
        world.docker.lieAbout(engine, ContainerTruthTest::ended);

        assertThatThrownBy(() -> service.start(CALL))
                .isInstanceOf(DependencyUnavailableException.class);
        assertThat(world.live()).extracting(ObservedContainer::id).containsExactly(engine);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAdoptedEngineThatIsFalselyShownAsEndedIsStoppedBeforeAnotherStarts(boolean restart)
            throws InterruptedException {
        ContainerId adopted = world.containerByHand("by-hand", ContainerState.RUNNING).id();
        world.store.made(GAME, adopted);
        world.recorded(new RuntimeState.Removed(Optional.empty(), SimulatedWorld.START));
        world.docker.lieAbout(adopted, ContainerTruthTest::ended);
        noEngineRunsAtAnyStart();

        Outcome outcome = restart ? service.restart() : service.start(CALL);

        assertThat(verdict(outcome)).isEqualTo(new Verdict.Done());
        assertThat(world.docker.container(adopted).orElseThrow().live()).isFalse();
        assertThat(world.live()).hasSize(1);
    }

    @Test
    void aStopEndsAnEngineThatIsFalselyShownAsEnded() throws InterruptedException {
        ContainerId engine = world.running();
        world.docker.lieAbout(engine, ContainerTruthTest::ended);

        verdict(service.stop(CALL));

        assertThat(world.live()).isEmpty();
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.STOPPED);
    }

    private void noEngineRunsAtAnyStart() {
        service.boundary.beforeEach(call -> {
            if (call.equals("start")) {
                assertThat(world.live()).isEmpty();
            }
        });
    }

    private static ObservedContainer ended(ObservedContainer container) {
        return new ObservedContainer(
                container.id(),
                container.name(),
                container.image(),
                ContainerState.EXITED,
                container.labels());
    }

    @Test
    void aListThatNamesAContainerTwiceIsNoSecondEngine() throws InterruptedException {
        ContainerId runs = world.running();
        world.docker.listTwice(runs);

        assertThat(service.reconcile()).isEqualTo(new Drift.None(GAME));
        assertThat(service.useCases().reconcileRuntimes().survey().drifts()).isEmpty();
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "EXITED"})
    void aCopyBlocksNeitherStartNorRestartNorPatchAndSurvivesThemAll(ContainerState state)
            throws InterruptedException {
        world.running();
        ObservedContainer copy = world.labelledContainer("copy-for-a-look", state);

        assertThat(verdict(service.start(CALL))).isEqualTo(new Verdict.Replayed());
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(verdict(service.patch(PATCH_IMAGE))).isEqualTo(new Verdict.Done());
        assertThat(verdict(service.stop(CALL))).isEqualTo(new Verdict.Done());

        assertThat(world.docker.container(copy.id())).contains(copy);
        assertThat(world.docker.containers()).hasSize(2);
        assertThat(log.lines("ignoring container", copy.id().value())).hasSize(1);
    }

    @Test
    void aMissingNetworkLeavesTheStoppedContainerToTheNextStart() throws InterruptedException {
        ContainerId old = world.stopped();
        world.docker.faults().makeUnavailable(DaemonCall.REQUIRE_NETWORK);

        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> service.start(CALL));
        assertThat(world.dockerChanges()).isEmpty();
        assertThat(world.state().containerId()).contains(old);
    }

    @Test
    void aRunningCopyOfAContainerIsNeverTheGamesEngine() throws InterruptedException {
        service.start(CALL);
        ObservedContainer made = onlyContainer();
        ObservedContainer copy =
                world.place("copy-for-a-look", ContainerState.RUNNING, made.labels());

        assertThat(verdict(service.stop(CALL))).isEqualTo(new Verdict.Done());
        assertThat(service.reconcile()).isEqualTo(new Drift.None(GAME));
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.STOPPED);
        assertThat(verdict(service.start(CALL))).isEqualTo(new Verdict.Done());
        assertThat(world.docker.container(copy.id())).contains(copy);
        assertThat(world.state()).isNotEqualTo(new RuntimeState.Running(copy.id()));

        world.docker.exit(world.state().containerId().orElseThrow(), 7, false);
        service.reconcile();
        assertThat(world.state().status()).isEqualTo(RuntimeStatus.STOPPED);
    }

    @Test
    void anEngineThatTheLogIsTooOldToKnowIsAdopted() throws InterruptedException {
        ObservedContainer unknown =
                world.labelledContainer(GAME.containerName(), ContainerState.RUNNING);

        service.reconcile();

        assertThat(world.state()).isEqualTo(new RuntimeState.Running(unknown.id()));
    }

    @Test
    void anEndedCopyIsNotCleanedUp() throws InterruptedException {
        world.stopped();
        ObservedContainer copy = world.labelledContainer("copy-for-a-look", ContainerState.EXITED);

        assertThat(verdict(service.cleanUp())).isEqualTo(new Verdict.Done());

        assertThat(world.docker.containers()).containsExactly(copy);
    }

    @Test
    void anEndedContainerThatNothingNamesKeepsTheGamesName() throws InterruptedException {
        world.removed();
        ObservedContainer unknown =
                world.labelledContainer(GAME.containerName(), ContainerState.EXITED);

        assertFailed(service.start(CALL), ErrorCode.CONTAINER_START_FAILED, unknown.id().value());
        assertThat(world.docker.containers()).containsExactly(unknown);
    }

    @Test
    void theNameForOneSetAsideIsLookedAtBeforeTheEngineIsStopped() throws InterruptedException {
        ContainerId runs = world.running();
        ObservedContainer unknown =
                world.labelledContainer(GAME.previousContainerName(), ContainerState.EXITED);

        for (Outcome outcome : List.of(service.patch(PATCH_IMAGE), service.restart())) {
            assertFailed(outcome, ErrorCode.CONTAINER_START_FAILED, unknown.id().value());
        }
        assertThat(world.dockerChanges()).isEmpty();
        assertThat(world.live()).extracting(ObservedContainer::id).containsExactly(runs);
        assertThat(world.record().currentImage()).isEqualTo(IMAGE);
    }

    @Test
    void aPatchThatFailsPutsTheRecordedEngineBackAndNotWhatWasLeftAsideBefore()
            throws InterruptedException {
        ContainerId runs = world.running();
        ObservedContainer left =
                world.labelledContainer(GAME.previousContainerName(), ContainerState.EXITED);
        world.store.made(GAME, left.id());
        world.docker.images().refuseStart(PATCH_IMAGE, "no such command");

        assertFailed(service.patch(PATCH_IMAGE), ErrorCode.CONTAINER_START_FAILED, "rolled back");
        assertThat(world.live()).extracting(ObservedContainer::id).containsExactly(runs);
        assertThat(world.state()).isEqualTo(new RuntimeState.Running(runs));
    }
}
