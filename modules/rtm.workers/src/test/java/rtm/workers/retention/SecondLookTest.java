package rtm.workers.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;

class SecondLookTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicLong nanoTime = new AtomicLong(-5);
    private final SecondLook look = new SecondLook(HOUR, nanoTime::get);
    private final RuntimeRecord old = stopped(Instant.EPOCH);

    @Test
    void aRecordIsConfirmedByASecondLookThatIsLateEnough() {
        assertThat(look.confirmed(List.of(old))).isEmpty();
        assertThat(look.confirmed(List.of(old))).isEmpty();
        pass(HOUR);
        assertThat(look.confirmed(List.of(old))).containsExactly(old);
    }

    @Test
    void aRecordThatChangedOrWasNotDueInBetweenWaitsAgain() {
        RuntimeRecord changed = stopped(Instant.EPOCH.plusSeconds(1));
        assertThat(look.confirmed(List.of(old))).isEmpty();
        pass(HOUR);
        assertThat(look.confirmed(List.of(changed))).isEmpty();
        assertThat(look.confirmed(List.of())).isEmpty();
        pass(HOUR);
        assertThat(look.confirmed(List.of(old))).isEmpty();
    }

    private static RuntimeRecord stopped(Instant at) {
        return SampleOperations.running(new GameId("old"), 0)
                .with(new RuntimeState.Stopped(new ContainerId("1f2a"), at), at);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
