package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static rtm.domain.model.ContainerState.CREATED;
import static rtm.domain.model.ContainerState.EXITED;
import static rtm.domain.model.ContainerState.RUNNING;
import static rtm.domain.rule.SampleContainers.GAME;
import static rtm.domain.rule.SampleContainers.IMAGE;
import static rtm.domain.rule.SampleContainers.OPERATION;
import static rtm.domain.rule.SampleContainers.OTHER_IMAGE;
import static rtm.domain.rule.SampleContainers.container;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.rule.SampleContainers.Maker;

class RecoveryPlanTest {

    private static final Instant NOW = Instant.parse("2026-04-28T07:18:54Z");
    private static final ContainerId OLD = new ContainerId("a");
    private static final RuntimeState RAN = new RuntimeState.Running(OLD);
    private static final RuntimeState STOPPED = new RuntimeState.Stopped(OLD, NOW);
    private static final RuntimeState REMOVED = new RuntimeState.Removed(Optional.of(NOW), NOW);

    @Test
    void whereTheNewEngineRunsItGoesForward() {
        ObservedContainer made = made(RUNNING);
        ObservedContainer old = setAside(EXITED);

        assertThat(decide(RAN, made, old))
                .isEqualTo(new RecoveryPlan.Forward(made, Optional.of(old)));
        assertThat(decide(RAN, made)).isEqualTo(new RecoveryPlan.Forward(made, Optional.empty()));
    }

    @Test
    void whereTheNewEngineDoesNotRunItGoesBack() {
        ObservedContainer old = setAside(EXITED);

        assertThat(decide(RAN, made(CREATED), old))
                .isEqualTo(new RecoveryPlan.Back(old, List.of(made(CREATED)), true));
        assertThat(decide(RAN, made(EXITED), old))
                .isEqualTo(new RecoveryPlan.Back(old, List.of(made(EXITED)), true));
        assertThat(decide(RAN, old)).isEqualTo(new RecoveryPlan.Back(old, List.of(), true));
    }

    @Test
    void whatDidNotRunBeforeIsNotStartedOnTheWayBack() {
        ObservedContainer old = setAside(EXITED);

        assertThat(decide(STOPPED, old)).isEqualTo(new RecoveryPlan.Back(old, List.of(), false));
    }

    @Test
    void anOldEngineThatRunsAgainstItsRecordGoesOnRunning() {
        ObservedContainer old = container("a", Maker.EARLIER_OPERATION, RUNNING);

        assertThat(decide(STOPPED, old)).isEqualTo(new RecoveryPlan.Back(old, List.of(), true));
    }

    @Test
    void whereTheOldContainerIsGoneTheNewOneIsStarted() {
        assertThat(decide(RAN, made(CREATED))).isEqualTo(new RecoveryPlan.StartMade(made(CREATED)));
        assertThat(decide(STOPPED, made(CREATED)))
                .isEqualTo(new RecoveryPlan.StartMade(made(CREATED)));
    }

    @Test
    void whereTheNewEngineRanUntilTheOldContainerWasGoneItIsNotStartedAgain() {
        assertThat(decide(RAN, made(EXITED))).isEqualTo(new RecoveryPlan.Completed(made(EXITED)));
        assertThat(decide(STOPPED, made(EXITED)))
                .isEqualTo(new RecoveryPlan.Completed(made(EXITED)));
    }

    @Test
    void whereBothAreGoneNothingIsLeft() {
        assertThat(decide(RAN)).isEqualTo(new RecoveryPlan.NothingLeft());
    }

    @Test
    void whereThereWasNoContainerBeforeItIsUndone() {
        assertThat(decide(REMOVED)).isEqualTo(new RecoveryPlan.Undo(List.of()));
        assertThat(decide(REMOVED, made(CREATED)))
                .isEqualTo(new RecoveryPlan.Undo(List.of(made(CREATED))));
    }

    @Test
    void aStrangersContainerIsNeverTheOldOne() {
        assertThat(decide(RAN, container("a", Maker.STRANGER, EXITED)))
                .isEqualTo(new RecoveryPlan.NothingLeft());
    }

    @Test
    void theRecordedContainerIsTheOldOneWhateverWasSetAsideBefore() {
        ObservedContainer recorded = container("a", Maker.EARLIER_OPERATION, EXITED);
        ObservedContainer leftover = named(GAME.previousContainerName(), "c", EXITED);

        assertThat(decide(RAN, leftover, recorded))
                .isEqualTo(new RecoveryPlan.Back(recorded, List.of(), true));
    }

    @Test
    void anEngineThatNoRecordNamedIsTheOldOneOnceItWasSetAside() {
        ObservedContainer byHand = named(GAME.previousContainerName(), "c", EXITED);

        assertThat(decide(STOPPED, byHand))
                .isEqualTo(new RecoveryPlan.Back(byHand, List.of(), false));
    }

    @Test
    void aNewEngineThatFailedIsNoReasonToGoForward() {
        ObservedContainer old = setAside(EXITED);

        assertThat(RecoveryPlan.back(operation(), record(RAN), sorted(RAN, made(RUNNING), old)))
                .contains(new RecoveryPlan.Back(old, List.of(made(RUNNING)), true));
        assertThat(RecoveryPlan.back(operation(), record(RAN), sorted(RAN, made(RUNNING))))
                .isEmpty();
    }

    private static ObservedContainer made(ContainerState state) {
        return container("b", Maker.THIS_OPERATION, state, true, OTHER_IMAGE);
    }

    private static ObservedContainer setAside(ContainerState state) {
        return named(GAME.previousContainerName(), "a", state);
    }

    private static ObservedContainer named(String name, String id, ContainerState state) {
        ObservedContainer old = container(id, Maker.EARLIER_OPERATION, state);
        return new ObservedContainer(old.id(), name, old.image(), old.state(), old.labels());
    }

    private static RecoveryPlan decide(RuntimeState state, ObservedContainer... there) {
        return RecoveryPlan.decide(operation(), record(state), sorted(state, there));
    }

    private static GameContainers sorted(RuntimeState state, ObservedContainer... there) {
        return SampleContainers.sorted(state.containerId(), List.of(there));
    }

    private static OpenOperation operation() {
        return new OpenOperation(
                1,
                OPERATION,
                GAME,
                NodeId.FIRST,
                OperationKind.PATCH,
                OperationSource.GM_REST,
                Optional.empty(),
                Optional.of(OTHER_IMAGE.value()),
                Optional.empty(),
                new BootId(new UUID(1, 1)),
                NOW);
    }

    private static RuntimeRecord record(RuntimeState state) {
        return new RuntimeRecord(
                GAME,
                NodeId.FIRST,
                state,
                IMAGE,
                GAME.engineEndpoint(),
                "/state",
                "net",
                NOW,
                NOW,
                NOW,
                1);
    }
}
