package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.model.ContainerId;
import rtm.domain.model.NodeId;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;

class RetentionTest {

    private static final Instant TIME = Instant.parse("2026-04-28T07:18:54Z");
    private static final ContainerId CONTAINER = new ContainerId("1f2a");

    @Test
    void onlyWhatWasStoppedBeforeIsPast() {
        assertThat(isPast(new RuntimeState.Stopped(CONTAINER, TIME.minusMillis(1)))).isTrue();
        assertThat(isPast(new RuntimeState.Stopped(CONTAINER, TIME))).isFalse();
        assertThat(isPast(new RuntimeState.Stopped(CONTAINER, TIME.plusSeconds(1)))).isFalse();
    }

    @Test
    void whatRunsOrIsRemovedIsNeverPast() {
        assertThat(isPast(new RuntimeState.Running(CONTAINER))).isFalse();
        assertThat(isPast(new RuntimeState.Removed(Optional.of(Instant.EPOCH), Instant.EPOCH)))
                .isFalse();
    }

    private static boolean isPast(RuntimeState state) {
        RuntimeRecord record =
                new RuntimeRecord(
                        SampleContainers.GAME,
                        NodeId.FIRST,
                        state,
                        SampleContainers.IMAGE,
                        "http://galaxy-game-game-1:8080",
                        "/games/game-1",
                        "galaxy-net",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        1);
        return Retention.isPast(record, TIME);
    }
}
