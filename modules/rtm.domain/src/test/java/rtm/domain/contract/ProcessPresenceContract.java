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
import rtm.domain.port.ProcessPresence;

/** The contract of {@link ProcessPresence}. */
@Timeout(60)
public abstract class ProcessPresenceContract {

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
        assertThat(process.leads()).isFalse();
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
    void oneLeadsAndTheOtherOnlyOnceTheFirstHasEnded() {
        ProcessPresence leader = begin(first);
        ProcessPresence other = begin(second);

        assertThat(leader.tryLead()).isTrue();
        assertThat(leader.tryLead()).isTrue();
        assertThat(leader.leads()).isTrue();
        assertThat(other.tryLead()).isFalse();
        assertThat(other.leads()).isFalse();
        end(leader);
        await(other::tryLead);
        assertThat(other.leads()).isTrue();
        assertThat(leader.leads()).isFalse();
    }

    @Test
    void aCutConnectionLosesBothLocksAndOnlyTheOwnComesBackByItself() {
        ProcessPresence process = begin(first);
        ProcessPresence other = begin(second);
        assertThat(process.tryLead()).isTrue();

        cut(process);

        await(() -> !process.held());
        assertThat(process.leads()).isFalse();
        assertThat(process.tryLead()).isFalse();
        assertThatThrownBy(() -> process.isDead(second))
                .isInstanceOf(DependencyUnavailableException.class);
        await(other::tryLead);
        restore(process);
        await(process::held);
        assertThat(process.leads()).isFalse();
        await(() -> !other.isDead(first));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
