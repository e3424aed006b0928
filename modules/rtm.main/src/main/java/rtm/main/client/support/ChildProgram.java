package rtm.main.client.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import rtm.domain.time.Deadline;

/** Runs another program, and takes what it prints. */
public final class ChildProgram {

    private static final int MOST = 16 << 20;

    private ChildProgram() {}

    /**
     * The output and the errors of a program, together, and its exit code if that is not 0. Of a
     * program that does not end, what it has printed so far.
     *
     * @param environment what it has in addition
     * @param patience after which it is ended
     */
    public static Reading output(
            List<String> words, Map<String, String> environment, Duration patience) {
        Process process;
        Deadline deadline = Deadline.in(patience);
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            builder.environment().putAll(environment);
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException failed) {
            return Reading.missing("not run: " + failed.getMessage());
        }
        Printed printed = new Printed();
        Thread reader = Thread.ofVirtual().start(() -> printed.readAll(process.getInputStream()));
        try {
            if (!reader.join(deadline.left())
                    || !process.waitFor(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
                String reason = "did not end within %ds".formatted(patience.toSeconds());
                return new Reading(printed.text() + reason + "\n", Optional.of(reason));
            }
            int code = process.exitValue();
            String text = printed.text();
            return Reading.whole(code == 0 ? text : text + "exit code %d\n".formatted(code));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Reading.missing("interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    /** What a program has printed so far. */
    private static final class Printed {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private String note = "";

        void readAll(InputStream stream) {
            byte[] buffer = new byte[8192];
            try (stream) {
                for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                    if (!add(buffer, read)) {
                        return;
                    }
                }
            } catch (IOException failed) {
                note("not read: " + failed.getMessage());
            }
        }

        private synchronized boolean add(byte[] buffer, int length) {
            bytes.write(buffer, 0, Math.min(length, MOST - bytes.size()));
            if (bytes.size() < MOST) {
                return true;
            }
            note("[the rest was left out]");
            return false;
        }

        private synchronized void note(String words) {
            note = "\n" + words + "\n";
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8) + note;
        }
    }
}
