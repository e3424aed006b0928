package rtm.domain.fake;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Captures the log while a test runs, so that the test can count its lines. If the test fails, the
 * last lines are shown.
 */
public final class CapturedLog implements BeforeEachCallback, AfterEachCallback {

    /** How many lines a failed test shows. */
    private static final int SHOWN = 40;

    private final PrintStream console = System.err;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

    /** Starts capturing with each test. */
    public CapturedLog() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        System.setErr(console);
        if (context.getExecutionException().isPresent()) {
            List<String> lines = lines();
            lines.subList(Math.max(0, lines.size() - SHOWN), lines.size())
                    .forEach(console::println);
        }
    }

    /** Drops the lines so far. */
    public void forget() {
        captured.reset();
    }

    /** The lines so far that contain all of these words. */
    public List<String> lines(String... words) {
        return captured.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> List.of(words).stream().allMatch(line::contains))
                .toList();
    }
}
