package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import rtm.domain.port.DaemonRegistry;
import rtm.domain.port.DatabaseIdentity;
import rtm.domain.port.Outbox;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;
import rtm.domain.port.StoreTally;

/** All contracts of a store: of the records, the outbox, the tally and the daemon registry. */
public abstract class StoreContracts {

    /** For the classes that run these suites. */
    protected StoreContracts() {}

    /** The store under test, empty when a test begins. */
    protected abstract RuntimeStore store();

    /** The outbox of that same store. */
    protected abstract Outbox outbox();

    /** The tally of that same store. */
    protected abstract StoreTally tally();

    /** The overview of that same store. */
    protected abstract StoreOverview overview();

    /** The daemon registry of that same store. */
    protected abstract DaemonRegistry registry();

    /** The identity of that same store's database. */
    protected abstract DatabaseIdentity identity();

    @Test
    void oneDaemonIsRecorded() {
        assertThat(registry().recordedDaemon()).isEmpty();
        registry().recordDaemon("ABCD:EFGH");
        registry().recordDaemon("IJKL:MNOP");
        assertThat(registry().recordedDaemon()).contains("IJKL:MNOP");
    }

    @Test
    void theLastAnswerIsThatOfTheRecordedDaemon() {
        Instant answered = Instant.parse("2026-04-28T07:18:54Z");
        registry().recordAnswer(answered);
        assertThat(registry().lastAnswer()).isEmpty();

        registry().recordDaemon("ABCD:EFGH");
        registry().recordAnswer(answered);
        registry().recordAnswer(answered.plusSeconds(5));
        registry().recordDaemon("ABCD:EFGH");
        assertThat(registry().lastAnswer()).contains(answered.plusSeconds(5));

        registry().recordDaemon("IJKL:MNOP");
        assertThat(registry().lastAnswer()).isEmpty();
    }

    @Test
    void aDatabaseKeepsItsId() {
        assertThat(identity().databaseId()).isEqualTo(identity().databaseId());
    }

    @Nested
    class OperationRows extends OperationRowsContract {
        @Override
        StoreContracts under() {
            return StoreContracts.this;
        }
    }

    @Nested
    class Commits extends CommitContract {
        @Override
        StoreContracts under() {
            return StoreContracts.this;
        }
    }

    @Nested
    class OperationHistory extends OperationHistoryContract {
        @Override
        StoreContracts under() {
            return StoreContracts.this;
        }
    }

    @Nested
    class StoreTallyTests extends StoreTallyContract {
        @Override
        StoreContracts under() {
            return StoreContracts.this;
        }
    }

    @Nested
    class StoreOverviewTests extends StoreOverviewContract {
        @Override
        StoreContracts under() {
            return StoreContracts.this;
        }
    }

    @Nested
    class OutboxOrder extends OutboxContract {
        @Override
        StoreContracts under() {
            return StoreContracts.this;
        }
    }

    @Nested
    class HealthChanges extends HealthChangesContract {
        @Override
        StoreContracts under() {
            return StoreContracts.this;
        }
    }
}
