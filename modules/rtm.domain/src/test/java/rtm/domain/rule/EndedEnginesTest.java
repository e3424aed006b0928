package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Ending;
import rtm.domain.model.KnownExit;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;

class EndedEnginesTest {

    private static final ContainerId OLD = SampleOperations.CONTAINER;
    private static final ContainerId NEW = new ContainerId("0c0c".repeat(16));
    private static final Instant NOW = SampleOperations.FINISH.plusSeconds(10);
    private static final RuntimeRecord RUNNING =
            SampleOperations.record(SampleOperations.GAME, new RuntimeState.Running(OLD), 1);

    private static OpenOperation operation(OperationSource source) {
        return new OpenOperation(
                1,
                new OperationId(UUID.randomUUID()),
                SampleOperations.GAME,
                NodeId.FIRST,
                OperationKind.STOP,
                source,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new BootId(UUID.randomUUID()),
                NOW.minusSeconds(2));
    }

    private static RuntimeRecord in(RuntimeState state) {
        return SampleOperations.record(SampleOperations.GAME, state, 1);
    }

    private static List<Ending> ended(RuntimeRecord before, RuntimeRecord after) {
        return EndedEngines.of(
                operation(OperationSource.ADMIN_REST),
                Optional.of(before),
                Optional.of(after),
                Optional.empty(),
                false,
                NOW);
    }

    @Test
    void anEngineThatIsNoLongerRecordedAsRunningEnded() {
        for (RuntimeState after :
                List.of(
                        new RuntimeState.Stopped(OLD, NOW),
                        new RuntimeState.Removed(Optional.empty(), NOW),
                        new RuntimeState.Running(NEW))) {
            assertThat(ended(RUNNING, in(after)))
                    .as("%s", after)
                    .containsExactly(
                            new Ending(
                                    SampleOperations.GAME,
                                    OLD,
                                    RUNNING.startedAt(),
                                    NOW,
                                    Optional.of(RUNNING.currentImage()),
                                    OptionalInt.empty(),
                                    false,
                                    true,
                                    false));
        }
    }

    @Test
    void anotherStartOfTheSameContainerEndsTheLifeBefore() {
        RuntimeRecord again =
                new RuntimeRecord(
                        RUNNING.gameId(),
                        NodeId.FIRST,
                        RUNNING.state(),
                        RUNNING.currentImage(),
                        RUNNING.engineEndpoint(),
                        RUNNING.statePath(),
                        RUNNING.dockerNetwork(),
                        NOW,
                        NOW,
                        RUNNING.createdAt(),
                        1);
        assertThat(ended(RUNNING, again))
                .extracting(Ending::startedAt)
                .containsExactly(RUNNING.startedAt());
    }

    @Test
    void anEngineThatNoRecordNamedEndsWhenItIsRecordedAsStopped() {
        RuntimeRecord stopped = in(new RuntimeState.Stopped(NEW, NOW));
        assertThat(ended(in(new RuntimeState.Removed(Optional.empty(), NOW)), stopped))
                .extracting(Ending::container, Ending::startedAt, Ending::image)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                NEW, NOW.minusSeconds(2), Optional.empty()));
        assertThat(ended(RUNNING, stopped)).extracting(Ending::container).containsExactly(OLD, NEW);
    }

    @Test
    void nothingEndsWhereNoEngineRan() {
        RuntimeRecord stopped = in(new RuntimeState.Stopped(OLD, NOW));
        RuntimeRecord removed = in(new RuntimeState.Removed(Optional.of(NOW), NOW));
        assertThat(ended(stopped, removed)).isEmpty();
        assertThat(ended(stopped, stopped)).isEmpty();
        assertThat(ended(stopped, in(new RuntimeState.Running(NEW)))).isEmpty();
        assertThat(ended(removed, RUNNING)).isEmpty();
        assertThat(ended(RUNNING, RUNNING)).isEmpty();
    }

    @Test
    void anOperationThatKeepsTheRecordEndsNothing() {
        assertThat(
                        EndedEngines.of(
                                operation(OperationSource.ADMIN_REST),
                                Optional.of(RUNNING),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                NOW))
                .isEmpty();
    }

    @Test
    void anEndThatARepairFoundWasNotRequestedAndIsAsDockerSaid() {
        Instant finished = NOW.minusSeconds(1);
        List<Ending> ended =
                EndedEngines.of(
                        operation(OperationSource.AUTO_RECONCILE),
                        Optional.of(RUNNING),
                        Optional.of(in(new RuntimeState.Stopped(OLD, NOW))),
                        Optional.of(
                                new KnownExit(
                                        OLD, OptionalInt.of(137), true, Optional.of(finished))),
                        true,
                        NOW);
        assertThat(ended)
                .containsExactly(
                        new Ending(
                                SampleOperations.GAME,
                                OLD,
                                RUNNING.startedAt(),
                                finished,
                                Optional.of(RUNNING.currentImage()),
                                OptionalInt.of(137),
                                true,
                                false,
                                true));
    }
}
