package rtm.main.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
class LibraryLinesTest {

    private final LibraryLines lines = new LibraryLines();

    @Test
    void aLineBecomesAWarningWithItsParametersAndItsCause() {
        LogRecord line = line("{0} of {1} lost");
        line.setParameters(new Object[] {3, "a\nb"});
        line.setThrown(new IllegalStateException("why"));

        assertThat(written(line))
                .contains("WARN", "library reports logger=some.library")
                .contains("message=\"3 of a\\nb lost\"")
                .contains("error=\"java.lang.IllegalStateException: why\"");
    }

    @Test
    void theSameLineAgainIsNotAWarning() {
        assertThat(written(line("no collector"), line("no collector"), line("other")).lines())
                .hasSize(2);
    }

    @Test
    void whatIsLessThanAWarningIsNotShown() {
        LogRecord line = line("by the way");
        line.setLevel(Level.INFO);

        assertThat(written(line)).isEmpty();
    }

    private static LogRecord line(String message) {
        LogRecord line = new LogRecord(Level.SEVERE, message);
        line.setLoggerName("some.library");
        return line;
    }

    private String written(LogRecord... records) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            for (LogRecord line : records) {
                lines.publish(line);
            }
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
