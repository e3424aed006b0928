package rtm.main.client.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class CheckedOutputTest {

    @Test
    void aFullDiskIsNamed() throws IOException {
        try (CheckedOutput written = new CheckedOutput(new FileOutputStream("/dev/full"));
                PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8)) {
            assertThat(written.failure()).isEmpty();
            out.println("a line");
            assertThat(written.failure()).contains("No space left on device");
        }
    }

    @Test
    void aReaderThatHasEnoughIsNoFailure() throws IOException {
        Process reader = new ProcessBuilder("true").start();
        OutputStream pipe = reader.getOutputStream();
        reader.onExit().join();
        CheckedOutput written = new CheckedOutput(pipe);
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

        while (!out.checkError()) {
            out.println("a line");
        }

        assertThat(written.failure()).isEmpty();
    }
}
