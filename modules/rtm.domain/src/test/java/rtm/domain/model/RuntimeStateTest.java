package rtm.domain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuntimeStateTest {

    private static final ContainerId CONTAINER = new ContainerId("c1");
    private static final Instant STOPPED_AT = Instant.parse("2026-04-28T07:18:54Z");
    private static final Instant REMOVED_AT = Instant.parse("2026-05-28T07:18:54Z");

    @Test
    void aRunningRuntimeHasAContainerAndNoEnd() {
        RuntimeState running = new RuntimeState.Running(CONTAINER);

        assertThat(running.status()).isEqualTo(RuntimeStatus.RUNNING);
        assertThat(running.containerId()).contains(CONTAINER);
        assertThat(running.whenStopped()).isEmpty();
        assertThat(running.whenRemoved()).isEmpty();
    }

    @Test
    void aStoppedOneKeepsItsContainer() {
        RuntimeState stopped = new RuntimeState.Stopped(CONTAINER, STOPPED_AT);

        assertThat(stopped.status()).isEqualTo(RuntimeStatus.STOPPED);
        assertThat(stopped.containerId()).contains(CONTAINER);
        assertThat(stopped.whenStopped()).contains(STOPPED_AT);
        assertThat(stopped.whenRemoved()).isEmpty();
    }

    @Test
    void aRemovedOneHasNoContainerAndKeepsItsTimes() {
        RuntimeState removed = new RuntimeState.Removed(Optional.of(STOPPED_AT), REMOVED_AT);

        assertThat(removed.status()).isEqualTo(RuntimeStatus.REMOVED);
        assertThat(removed.containerId()).isEmpty();
        assertThat(removed.whenStopped()).contains(STOPPED_AT);
        assertThat(removed.whenRemoved()).contains(REMOVED_AT);
    }
}
