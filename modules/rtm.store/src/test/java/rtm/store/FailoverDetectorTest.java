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
    private final FailoverDetector departure = new FailoverDetector(left::incrementAndGet);

    @Test
    void aServerThatTakesNoWritesIsLeftAtOnceAndThenNotTimeAndAgain() {
        for (int i = 0; i < 100; i++) {
            departure.unwell(SqlAnswer.LEAVE, refused());
        }
        assertThat(left.get()).isBetween(1, 4);
    }

    @Test
    void afterAWriteTheNextOneIsLeftAtOnceAgain() {
        departure.unwell(SqlAnswer.LEAVE, refused());
        departure.tookWrite();
        departure.unwell(SqlAnswer.LEAVE, refused());
        assertThat(left).hasValue(2);
    }

    @Test
    void whatMayPassLeavesNothing() {
        departure.unwell(SqlAnswer.WAIT, refused());
        assertThat(left).hasValue(0);
        assertThat(departure.doubt()).isPresent();
    }

    @Test
    void whatWasRefusedIsDoubtedUntilAWriteSucceeds() {
        assertThat(departure.doubt()).isEmpty();
        departure.unwell(SqlAnswer.LEAVE, refused());
        assertThat(departure.doubt().orElseThrow().text()).isEqualTo(refused().text());
        departure.tookWrite();
        assertThat(departure.doubt()).isEmpty();
        assertThat(log.lines("WARN", "postgres does not do its work")).hasSize(1);
        assertThat(log.lines("INFO", "postgres does its work again")).hasSize(1);
    }

    private static DependencyUnavailableException refused() {
        return SqlFailures.unavailable("writing", new SQLException("no", "25006"));
    }
}
