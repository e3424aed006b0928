package rtm.main.client.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs another program, and takes what it prints. */
public final class ChildProgram {

    private static final int MOST = 16 << 20;

    private ChildProgram() {}

    /**
     * The output and the errors of a program, together, and its exit code if that is not 0; or why
     * there are none.
     *
     * @param environment what it has in addition
     * @param patience after which it is ended
     */
    public static String output(
            List<String> words, Map<String, String> environment, Duration patience) {
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            builder.environment().putAll(environment);
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException failed) {
            return "not run: " + failed.getMessage() + "\n";
        }
        CompletableFuture<String> output =
                CompletableFuture.supplyAsync(
                        () -> read(process.getInputStream()), Thread::startVirtualThread);
        try {
            String text = output.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            int code = process.waitFor();
            return code == 0 ? text : text + "exit code %d\n".formatted(code);
        } catch (TimeoutException _) {
            return "did not end within %ds\n".formatted(patience.toSeconds());
        } catch (ExecutionException failed) {
            return "not read: " + failed.getCause() + "\n";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "interrupted\n";
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(InputStream stream) {
        try (stream) {
            byte[] bytes = stream.readNBytes(MOST);
            return new String(bytes, StandardCharsets.UTF_8)
                    + (bytes.length == MOST ? "\n[the rest was left out]\n" : "");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
