package rtm.workers.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.ContainerId;
import rtm.workers.WorkersWorld;

class OutOfMemoryLinesTest {

    private static final ContainerId CONTAINER = new ContainerId("c0ffee");

    @RegisterExtension final CapturedLog log = new CapturedLog();

    private final OutOfMemoryLines lines = new OutOfMemoryLines();

    @Test
    void aFloodIsOneLineOfItsContainerUntilItsEngineEnds() {
        flood();
        assertThat(log.lines("ran out of memory", "game_id=g ", "times=1")).hasSize(1);
        lines.happened(WorkersWorld.game("other"), new ContainerId("decaf"));
        assertThat(log.lines("ran out of memory")).hasSize(2);
        lines.ended(CONTAINER);
        flood();
        assertThat(log.lines("ran out of memory")).hasSize(3);
    }

    private void flood() {
        for (int i = 0; i < 60_000; i++) {
            lines.happened(WorkersWorld.game("g"), CONTAINER);
        }
    }
}
