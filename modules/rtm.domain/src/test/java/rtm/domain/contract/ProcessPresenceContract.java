package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rtm.domain.model.BootId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Duty;
import rtm.domain.model.NodeId;
import rtm.domain.port.ProcessPresence;

/** The contract of {@link ProcessPresence}. */
@Timeout(60)
public abstract class ProcessPresenceContract {

    private static final Duty INTAKE = new Duty.Intake();
    private static final Duty HERE = new Duty.OfNode(NodeId.FIRST);
    private static final Duty ELSEWHERE = new Duty.OfNode(new NodeId(2));

    private static final Duration ENDLESS = Duration.ofDays(1);

    private final BootId first = new BootId(UUID.randomUUID());
    private final BootId second = new BootId(UUID.randomUUID());

    /** For the classes that run this suite. */
    protected ProcessPresenceContract() {}

    /** Starts a process that sees the other processes of this test; it ends after the test. */
    protected abstract ProcessPresence begin(BootId bootId);

    /** Ends a process as its close does. */
    protected abstract void end(ProcessPresence process);

    /** Cuts its connection and prevents a reconnect until {@link #restore}. */
    protected abstract void cut(ProcessPresence process);

    /** Allows the connection to be restored. */
    protected abstract void restore(ProcessPresence process);

    @Test
    void aProcessHoldsItsOwnLockAndIsNotDead() {
        ProcessPresence process = begin(first);

        assertThat(process.bootId()).isEqualTo(first);
        assertThat(process.held()).isTrue();
        assertThat(process.isDead(first)).isFalse();
        assertThat(process.has(INTAKE)).isFalse();
    }

    @Test
    void aLivingProcessIsNotDeadAndAnEndedOneIs() {
        ProcessPresence asks = begin(first);
        ProcessPresence other = begin(second);
        assertThat(asks.isDead(second)).isFalse();

        end(other);

        await(() -> asks.isDead(second));
        assertThat(other.held()).isFalse();
    }

    @Test
    void aProcessThatNeverLivedIsDead() {
        assertThat(begin(first).isDead(second)).isTrue();
    }

    @Test
    void oneHasTheDutyAndTheOtherOnlyOnceTheFirstHasEnded() {
        ProcessPresence leader = begin(first);
        ProcessPresence other = begin(second);

        assertThat(leader.tryTake(INTAKE)).isTrue();
        assertThat(leader.tryTake(INTAKE)).isTrue();
        assertThat(leader.has(INTAKE)).isTrue();
        assertThat(other.tryTake(INTAKE)).isFalse();
        assertThat(other.has(INTAKE)).isFalse();
        end(leader);
        await(() -> other.tryTake(INTAKE));
        assertThat(other.has(INTAKE)).isTrue();
        assertThat(leader.has(INTAKE)).isFalse();
    }

    @Test
    void eachDutyIsTakenByItself() {
        ProcessPresence here = begin(first);
        ProcessPresence elsewhere = begin(second);

        assertThat(here.tryTake(INTAKE)).isTrue();
        assertThat(here.has(HERE)).isFalse();
        assertThat(elsewhere.tryTake(ELSEWHERE)).isTrue();
        assertThat(here.tryTake(HERE)).isTrue();
        assertThat(here.tryTake(ELSEWHERE)).isFalse();
        assertThat(elsewhere.tryTake(HERE)).isFalse();
        assertThat(elsewhere.tryTake(INTAKE)).isFalse();
        assertThat(here.has(INTAKE)).isTrue();
        assertThat(elsewhere.has(ELSEWHERE)).isTrue();
        end(here);
        await(() -> elsewhere.tryTake(HERE) && elsewhere.tryTake(INTAKE));
        assertThat(elsewhere.has(ELSEWHERE)).isTrue();
    }

    @Test
    void aCutConnectionLosesAllLocksAndOnlyTheOwnComesBackByItself() {
        ProcessPresence process = begin(first);
        ProcessPresence other = begin(second);
        assertThat(process.tryTake(INTAKE)).isTrue();
        assertThat(process.tryTake(HERE)).isTrue();

        cut(process);

        await(() -> !process.held());
        assertThat(process.has(INTAKE)).isFalse();
        assertThat(process.has(HERE)).isFalse();
        assertThat(process.tryTake(INTAKE)).isFalse();
        assertThatThrownBy(() -> process.isDead(second))
                .isInstanceOf(DependencyUnavailableException.class);
        await(() -> other.tryTake(INTAKE));
        restore(process);
        await(process::held);
        assertThat(process.has(INTAKE)).isFalse();
        await(() -> !other.isDead(first));
    }

    @Test
    void theLossAndTheReturnOfTheConnectionEndAWait() throws Exception {
        ProcessPresence process = begin(first);
        process.awaitChange(Duration.ofNanos(1));

        cut(process);

        process.awaitChange(ENDLESS);
        assertThat(process.held()).isFalse();
        restore(process);
        process.awaitChange(ENDLESS);
        assertThat(process.held()).isTrue();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
