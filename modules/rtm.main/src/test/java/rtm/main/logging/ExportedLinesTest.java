package rtm.main.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ExportedLinesTest {

    private static final String EXPORTER =
            "io.opentelemetry.exporter.logging.LoggingMetricExporter";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ExportedLines lines =
            new ExportedLines(
                    new PrintStream(new OneLineStream(written), false, StandardCharsets.UTF_8));

    @Test
    void aMetricIsOneLineWhateverItHolds() {
        lines.publish(line("metric: {0}", "a\nb"));

        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualTo("2026-11-27T12:00:00Z LoggingMetricExporter metric: a\\nb\n");
    }

    @Test
    void theSameFiguresAgainAreALineAgain() {
        lines.publish(line("metric: {0}", 1));
        lines.publish(line("metric: {0}", 1));

        assertThat(written.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
    }

    @Test
    void whatAnotherLibraryLogsIsNotPrinted() {
        LogRecord line = line("metric: {0}", 1);
        line.setLoggerName("some.library");

        lines.publish(line);

        assertThat(written.size()).isZero();
    }

    private static LogRecord line(String message, Object parameter) {
        LogRecord line = new LogRecord(Level.INFO, message);
        line.setLoggerName(EXPORTER);
        line.setParameters(new Object[] {parameter});
        line.setInstant(Instant.parse("2026-11-27T12:00:00Z"));
        return line;
    }
}
