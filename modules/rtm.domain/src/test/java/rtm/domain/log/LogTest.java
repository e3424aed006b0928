package rtm.domain.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
class LogTest {

    private static final Log LOG = Log.of(LogTest.class);

    @Test
    void aDefectIsOneLineWithItsStack() {
        String written =
                written(() ->
                        LOG.defect(
                                "job failed by a defect",
                                new IllegalStateException("two\nlines"),
                                LogField.of("game_id", "game-1")));

        assertThat(written.strip().lines()).hasSize(1);
        assertThat(written)
                .contains("ERROR", "job failed by a defect game_id=game-1 error=")
                .contains("IllegalStateException: two\\nlines")
                .contains("stack=")
                .contains("\\n\\tat rtm.domain.log.LogTest");
    }

    @Test
    void bracesInASentenceAreNoPlaceholders() {
        assertThat(written(() -> LOG.warn("{} is odd", LogField.of("k", "{}"))))
                .contains("{} is odd k={}");
    }

    @Test
    void aLineEndsWithTheTraceItsThreadIsAtWorkOn() {
        Log.addTrace(() -> Optional.of("4bf92f3577b34da6a3ce929d0e0e4736"));
        try {
            assertThat(written(() -> LOG.warn("odd", LogField.of("k", "v"))).strip())
                    .endsWith("odd k=v trace_id=4bf92f3577b34da6a3ce929d0e0e4736");
        } finally {
            Log.addTrace(Optional::empty);
        }
        assertThat(written(() -> LOG.warn("odd", LogField.of("k", "v"))).strip())
                .endsWith("odd k=v");
    }

    @Test
    void whatIsBelowTheLevelIsNotWritten() {
        assertThat(written(() -> LOG.debug("looked", LogField.of("k", "v")))).isEmpty();
        assertThat(written(() -> LOG.info("changed", LogField.of("k", "v")))).isEmpty();
    }

    private static String written(Runnable task) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            task.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
