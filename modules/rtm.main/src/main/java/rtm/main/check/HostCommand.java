package rtm.main.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command of this host. */
final class HostCommand {

    private static final int LONGEST = 4 << 20;

    private HostCommand() {}

    /**
     * How a command ended.
     *
     * @param code its exit code
     * @param text the beginning of what it printed
     */
    record Answer(int code, String text) {}

    /**
     * Runs a command and waits for its end.
     *
     * @throws IOException if it cannot be run, or does not end in time
     */
    static Answer run(List<String> command, Duration patience)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread guard =
                Thread.ofVirtual().name("host-command").start(() -> endAfter(process, patience));
        try {
            process.getOutputStream().close();
            byte[] bytes = process.getInputStream().readNBytes(LONGEST);
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(command.getFirst() + " does not end");
            }
            return new Answer(process.exitValue(), new String(bytes, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
            guard.interrupt();
        }
    }

    private static void endAfter(Process process, Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
