package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Drain;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.PlacingPolicy;
import rtm.domain.model.Verdict;
import rtm.domain.port.DatabaseIdentity;
import rtm.domain.port.DrainSwitch;
import rtm.domain.port.EndingStore;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.OperationRetention;
import rtm.domain.port.Outbox;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;
import rtm.domain.port.node.GamePlaces;
import rtm.domain.port.node.NodeAdministration;
import rtm.domain.port.upkeep.ImageUses;

/** All contracts of a store: of the records, the outbox, the tally and the daemon registry. */
public abstract class StoreContracts {

    /** For the classes that run these suites. */
    protected StoreContracts() {}

    /** The store under test, empty when a test begins. */
    protected abstract RuntimeStore store();

    /** The outbox of that same store. */
    protected abstract Outbox outbox();

    /** The endings of that same store. */
    protected abstract EndingStore endings();

    /** The images that the same store names. */
    protected abstract ImageUses images();

    /** The overview of that same store. */
    protected abstract StoreOverview overview();

    /** The daemon registry of that same store. */
    protected abstract NodeRegistry registry();

    /** Where the games of that same store are. */
    protected abstract GamePlaces places();

    /** The nodes of that same store. */
    protected abstract NodeAdministration administration();

    /** The retention of that same store. */
    protected abstract OperationRetention retention();

    /** The identity of that same store's database. */
    protected abstract DatabaseIdentity identity();

    /** A node of that same store besides the first one, whose daemon is {@code MNOP:QRST}. */
    protected abstract NodeId anotherNode();

    /** The same store as a process on one of several nodes has it. */
    protected abstract RuntimeStore placing(PlacingPolicy policy);

    /** The registry of that store. */
    protected abstract NodeRegistry placingRegistry();

    /** What operators see of its nodes. */
    protected abstract NodeAdministration placingAdministration();

    /** Whether a process has that node from now on. */
    protected abstract void works(NodeId node, boolean has);

    /** Opens, closes or gives up a node. */
    protected abstract void state(NodeId node, NodeState state);

    /** A process of that node was last seen so long ago. */
    protected abstract void unseen(NodeId node, Duration since);

    @Test
    void theRecordedDaemonIsThatOfTheFirstNode() {
        assertThat(registry().nodeOf("ABCD:EFGH")).isEmpty();
        registry().recordDaemon("ABCD:EFGH");
        assertThat(registry().nodeOf("ABCD:EFGH")).contains(NodeId.FIRST);
        registry().recordDaemon("IJKL:MNOP");
        assertThat(registry().nodeOf("ABCD:EFGH")).isEmpty();
        assertThat(registry().nodeOf("IJKL:MNOP")).contains(NodeId.FIRST);
    }

    @Test
    void oneDaemonIsRecorded() {
        assertThat(registry().recordedDaemon(NodeId.FIRST)).isEmpty();
        registry().recordDaemon("ABCD:EFGH");
        registry().recordDaemon("IJKL:MNOP");
        assertThat(registry().recordedDaemon(NodeId.FIRST)).contains("IJKL:MNOP");
    }

    @Test
    void theLastAnswerIsThatOfTheRecordedDaemon() {
        Instant answered = Instant.parse("2026-04-28T07:18:54Z");
        registry().recordAnswer(NodeId.FIRST, answered);
        assertThat(registry().lastAnswer(NodeId.FIRST)).isEmpty();

        registry().recordDaemon("ABCD:EFGH");
        registry().recordAnswer(NodeId.FIRST, answered);
        registry().recordAnswer(NodeId.FIRST, answered.plusSeconds(5));
        registry().recordDaemon("ABCD:EFGH");
        assertThat(registry().lastAnswer(NodeId.FIRST)).contains(answered.plusSeconds(5));
        registry().forgetAnswer(NodeId.FIRST);
        assertThat(registry().lastAnswer(NodeId.FIRST)).isEmpty();
        registry().recordAnswer(NodeId.FIRST, answered);

        registry().recordDaemon("IJKL:MNOP");
        assertThat(registry().lastAnswer(NodeId.FIRST)).isEmpty();
    }

    @Test
    void closedOperationsExpireUnlessAContainerNeedsThem() {
        BootId we = new BootId(UUID.randomUUID());
        GameId recorded = new GameId("recorded");
        commit(SampleOperations.whole(open("recorded", we), SampleOperations.running(recorded, 0)));
        OpenOperation gone = open("gone", we);
        commit(SampleOperations.bare(gone, new Verdict.Replayed()));
        OpenOperation made = open("made", we);
        commit(SampleOperations.bare(made, new Verdict.Replayed()));
        open("open", we);
        List<ContainerClaim> existing =
                List.of(
                        new ContainerClaim(
                                new ContainerId("77".repeat(32)), Optional.of(made.id())));

        assertThat(retention().expired(NodeId.FIRST, 0, SampleOperations.FINISH, existing).rows())
                .isEmpty();
        OperationRetention.Expired expired =
                retention()
                        .expired(NodeId.FIRST, 0, SampleOperations.FINISH.plusSeconds(1), existing);

        assertThat(expired.rows())
                .containsExactly(new OperationRetention.Row(gone.row(), Optional.empty()));
        assertThat(expired.next()).isEmpty();
        retention().remove(expired.rows());
        assertThat(store().operations(new GameId("gone"), Optional.empty(), 10).entries())
                .isEmpty();
    }

    private OpenOperation open(String game, BootId we) {
        return StoreSuite.opened(
                        store().openRow(
                                        SampleOperations.call(
                                                new GameId(game), OperationKind.STOP, we),
                                        Optional.empty()))
                .operation();
    }

    private void commit(Completion completion) {
        store().commit(completion);
    }

    @Test
    void aDatabaseKeepsItsId() {
        assertThat(identity().databaseId()).isEqualTo(identity().databaseId());
    }

    /** The drain of that same store. */
    protected abstract DrainSwitch drains();

    @Test
    void theFirstDrainCountsUntilItEnds() {
        Drain first = new Drain(Instant.parse("2026-04-28T07:18:54Z"), OperationSource.GM_REST);
        Drain second = new Drain(Instant.parse("2026-04-28T08:00:00Z"), OperationSource.ADMIN_REST);

        assertThat(drains().drain()).isEmpty();
        assertThat(drains().drain(first)).isEqualTo(first);
        assertThat(drains().drain(second)).isEqualTo(first);
        assertThat(drains().drain()).contains(first);
        assertThat(overview().summary(1).drain()).contains(first);
        drains().endDrain();
        drains().endDrain();
        assertThat(drains().drain()).isEmpty();
    }

    @Nested
    class OperationRows extends OperationRowsContract {
        @Override
        StoreContracts under() {
            return StoreContracts.this;
        }
    }

    @Nested
    class ManyAtOnce extends ManyAtOnceContract {
        @Override
        StoreContracts under() {
            return StoreContracts.this;
        }
    }

    @Nested
    class Nodes extends NodeContract {
        @Override
        StoreContracts under() {
            return StoreContracts.this;
        }
    }

    @Nested
    class Places extends PlacingContract {
        @Override
        StoreContracts under() {
            return StoreContracts.this;
        }
    }

    @Nested
    class Holders extends PlaceContract {
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

    @Nested
    class Endings extends EndingContract {
        @Override
        StoreContracts under() {
            return StoreContracts.this;
        }
    }
}
