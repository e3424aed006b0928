package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootTimeTest {

    @TempDir private Path folder;

    private BootTime of(String statistics) throws IOException {
        return new BootTime(Files.writeString(folder.resolve("stat"), statistics));
    }

    @Test
    void theKernelReportsTheBootTime() throws IOException {
        assertThat(of("cpu  1 2 3\nintr 4\nbtime 1795782854\nprocesses 7\n").bootedAt())
                .contains(Instant.ofEpochSecond(1_795_782_854));
    }

    @Test
    void anUnreadableBootTimeIsUnknown() throws IOException {
        assertThat(of("cpu  1 2 3\n").bootedAt()).isEmpty();
        assertThat(new BootTime(folder.resolve("none")).bootedAt()).isEmpty();
    }

    @Test
    void thisMachineWasBootedBeforeNow() {
        assertThat(BootTime.of(URI.create("unix:///var/run/docker.sock")).bootedAt())
                .hasValueSatisfying(at -> assertThat(at).isBefore(Instant.now()));
    }

    @Test
    void theBootTimeOfAnotherMachineIsUnknown() {
        assertThat(BootTime.of(URI.create("tcp://10.0.0.7:2375")).bootedAt()).isEmpty();
    }
}
