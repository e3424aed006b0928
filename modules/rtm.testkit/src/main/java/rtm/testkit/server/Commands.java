package rtm.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands of the operating system. */
public final class Commands {

    private static final long DEADLINE_SECONDS = 60;

    private Commands() {}

    /**
     * Runs a command until it exits.
     *
     * @return its output, both streams together
     * @throws IllegalStateException if it fails or takes longer than a minute
     */
    public static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after a minute: " + command);
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        "%s ended with %d: %s".formatted(command, process.exitValue(), output));
            }
            return output;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + command, interrupted);
        }
    }
}
