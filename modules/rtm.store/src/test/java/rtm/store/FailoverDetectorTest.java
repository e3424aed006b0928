package rtm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.DependencyUnavailableException;

class FailoverDetectorTest {

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final AtomicInteger left = new AtomicInteger();
    private final FailoverDetector failover = new FailoverDetector(left::incrementAndGet);

    @Test
    void aReadOnlyServerIsLeftImmediatelyAndThenAfterPauses() {
        for (int i = 0; i < 100; i++) {
            failover.workRefused(SqlAnswer.LEAVE, refused());
        }
        assertThat(left.get()).isBetween(1, 4);
    }

    @Test
    void afterAWriteTheNextRefusalLeavesTheServerImmediately() {
        failover.workRefused(SqlAnswer.LEAVE, refused());
        failover.writeSucceeded();
        failover.workRefused(SqlAnswer.LEAVE, refused());
        assertThat(left).hasValue(2);
    }

    @Test
    void aTemporaryFailureDoesNotLeaveTheServer() {
        failover.workRefused(SqlAnswer.WAIT, refused());
        assertThat(left).hasValue(0);
        assertThat(failover.refusal()).isPresent();
    }

    @Test
    void aRefusalCountsUntilAWriteSucceeds() {
        assertThat(failover.refusal()).isEmpty();
        failover.workRefused(SqlAnswer.LEAVE, refused());
        assertThat(failover.refusal().orElseThrow().text()).isEqualTo(refused().text());
        failover.writeSucceeded();
        assertThat(failover.refusal()).isEmpty();
        assertThat(log.lines("WARN", "postgres refuses work")).hasSize(1);
        assertThat(log.lines("INFO", "postgres accepts work again")).hasSize(1);
    }

    @Test
    void onAFullDiskOnlyAWriteThatNeedsANewPageIsProof() {
        failover.workRefused(SqlAnswer.LEAVE, diskFull());
        failover.writeSucceeded();
        assertThat(failover.refusal()).isPresent();
        failover.trialSucceeded(failover.trial());
        assertThat(failover.refusal()).isEmpty();
        failover.workRefused(SqlAnswer.LEAVE, refused());
        failover.writeSucceeded();
        assertThat(failover.refusal()).isEmpty();
    }

    @Test
    void aTrialIsNoProofForWhatWasRefusedWhileItRan() {
        FailoverDetector.Trial trial = failover.trial();
        assertThat(trial.needsNewPages()).isFalse();
        failover.workRefused(SqlAnswer.LEAVE, diskFull());
        failover.trialSucceeded(trial);
        assertThat(failover.refusal()).isPresent();
        assertThat(failover.trial().needsNewPages()).isTrue();
        failover.trialSucceeded(failover.trial());
        assertThat(failover.refusal()).isEmpty();
    }

    private static DependencyUnavailableException diskFull() {
        return SqlFailures.unavailable("writing", new SQLException("no", "53100"));
    }

    private static DependencyUnavailableException refused() {
        return SqlFailures.unavailable("writing", new SQLException("no", "25006"));
    }
}
