package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.HealthChange;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.Observed;

/** How every {@link RuntimeStore} handles health changes outside operations. */
abstract class HealthChangesContract extends StoreSuite {

    private static final ContainerId OTHER = new ContainerId("0b0b".repeat(16));
    private static final String DETAILS =
            "{\"restart_count\":0,\"state\":\"running\",\"health\":\"unhealthy\"}";

    @Test
    void aGameThatNeverRanHasNoHealth() {
        assertThat(store().findHealth(GAME)).isEmpty();
    }

    @Test
    void whatWasSeenOfARunningEngineIsCommittedWithItsMessages() {
        RuntimeRecord record = running();
        HealthChange change = unhealthy(record, false);

        assertThat(store().observe(change)).isEqualTo(Observed.COMMITTED);

        HealthSnapshot found = store().findHealth(GAME).orElseThrow();
        assertThat(found.gameId()).isEqualTo(GAME);
        assertThat(found.container()).contains(SampleOperations.CONTAINER);
        assertThat(found.status()).isEqualTo(HealthStatus.INSPECT_UNHEALTHY);
        assertThat(found.source()).isEqualTo(HealthSource.INSPECT);
        assertThat(found.details()).contains("restart_count", "\"unhealthy\"");
        assertThat(found.observedAt()).isEqualTo(SampleOperations.FINISH);
        assertThat(waiting()).isEqualTo(change.messages());
        assertThat(store().find(GAME)).as("the record stays as it is").contains(record);
    }

    @Test
    void aRecordThatHasChangedMakesItOutdated() {
        RuntimeRecord record = running();
        HealthSnapshot before = store().findHealth(GAME).orElseThrow();

        RuntimeRecord older = SampleOperations.running(GAME, record.version() - 1);
        RuntimeRecord other =
                SampleOperations.record(GAME, new RuntimeState.Running(OTHER), record.version());

        assertThat(store().observe(unhealthy(older, false))).isEqualTo(Observed.OUTDATED);
        assertThat(store().observe(unhealthy(other, false))).isEqualTo(Observed.OUTDATED);
        assertThat(store().findHealth(GAME)).contains(before);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void anEngineThatDoesNotRunMakesItOutdated() {
        RuntimeRecord record = running();
        RuntimeState stopped =
                new RuntimeState.Stopped(SampleOperations.CONTAINER, SampleOperations.FINISH);
        RuntimeRecord next = SampleOperations.record(GAME, stopped, record.version());
        store().commit(SampleOperations.whole(begin(GAME), next));
        publishAll();

        RuntimeRecord now = store().find(GAME).orElseThrow();

        assertThat(store().observe(unhealthy(record, false))).isEqualTo(Observed.OUTDATED);
        assertThat(store().observe(unhealthy(now, false))).isEqualTo(Observed.OUTDATED);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void anUnknownGameMakesItOutdated() {
        assertThat(store().observe(unhealthy(SampleOperations.running(GAME, 1), false)))
                .isEqualTo(Observed.OUTDATED);
        assertThat(store().findHealth(GAME)).isEmpty();
    }

    @Test
    void anOperationInProgressMakesItOutdatedUntilThatIsClosed() {
        RuntimeRecord record = running();
        OpenOperation operation = begin(GAME);

        assertThat(store().observe(unhealthy(record, false))).isEqualTo(Observed.OUTDATED);

        store().commit(SampleOperations.bare(operation, new Verdict.Replayed()));
        assertThat(store().observe(unhealthy(record, false))).isEqualTo(Observed.COMMITTED);
    }

    @Test
    void theSameChangeAgainAddsNoMessageTwice() {
        HealthChange change = unhealthy(running(), false);

        store().observe(change);
        assertThat(store().observe(change)).isEqualTo(Observed.COMMITTED);

        assertThat(waiting()).isEqualTo(change.messages());
    }

    @Test
    void whatIsReportedOnceIsNotReportedAgainForTheSameContainer() {
        RuntimeRecord record = running();
        store().observe(unhealthy(record, true));
        publishAll();

        assertThat(store().observe(unhealthy(record, true))).isEqualTo(Observed.ALREADY_REPORTED);
        assertThat(waiting()).isEmpty();

        HealthChange other =
                change(record, HealthStatus.INSPECT_UNHEALTHY, "{\"restart_count\":1}", true);
        assertThat(store().observe(other)).isEqualTo(Observed.COMMITTED);
        assertThat(store().observe(change(record, HealthStatus.HEALTHY, DETAILS, true)))
                .isEqualTo(Observed.COMMITTED);
        assertThat(waiting()).hasSize(2);
    }

    @Test
    void whatWasReportedOfAnEarlierContainerIsReportedAgainOfTheNext() {
        RuntimeRecord record = running();
        store().observe(unhealthy(record, true));
        RuntimeRecord next =
                SampleOperations.record(GAME, new RuntimeState.Running(OTHER), record.version());
        store().commit(
                        new Completion(
                                begin(GAME),
                                new Verdict.Done(),
                                Optional.of(OTHER),
                                Optional.empty(),
                                Optional.of(next),
                                Optional.empty(),
                                List.of(),
                                SampleOperations.FINISH));

        RuntimeRecord now = store().find(GAME).orElseThrow();

        assertThat(store().observe(unhealthy(now, true))).isEqualTo(Observed.COMMITTED);
    }

    private RuntimeRecord running() {
        store().commit(SampleOperations.whole(begin(GAME), SampleOperations.running(GAME, 0)));
        publishAll();
        return store().find(GAME).orElseThrow();
    }

    private static HealthChange unhealthy(RuntimeRecord record, boolean once) {
        return change(record, HealthStatus.INSPECT_UNHEALTHY, DETAILS, once);
    }

    private static HealthChange change(
            RuntimeRecord record, HealthStatus status, String details, boolean once) {
        HealthSnapshot snapshot =
                new HealthSnapshot(
                        GAME,
                        record.state().containerId(),
                        status,
                        HealthSource.INSPECT,
                        details,
                        SampleOperations.FINISH);
        return new HealthChange(
                record,
                snapshot,
                List.of(SampleOperations.message("runtime:health_events", GAME)),
                once);
    }

    private List<OutboxMessage> waiting() {
        return outbox().pending(Set.of(), 10);
    }

    private void publishAll() {
        outbox().published(waiting());
    }
}
