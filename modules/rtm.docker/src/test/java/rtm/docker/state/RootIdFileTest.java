package rtm.docker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootIdFileTest {

    private static final UUID ID = UUID.randomUUID();

    @TempDir Path mark;

    @Test
    void theFileIsALineThatAPersonCanReadAndNothingElseIsLeft() throws IOException {
        assertThat(file().make(ID)).isEqualTo(ID);

        assertThat(mark.resolve("id")).hasContent(ID + "\n");
        assertThat(Files.getPosixFilePermissions(mark.resolve("id")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (Stream<Path> all = Files.list(mark)) {
            assertThat(all).containsExactly(mark.resolve("id"));
        }
    }

    @Test
    void ofManyProcessesOneWinsAndAllSeeItsId() throws Exception {
        List<Callable<UUID>> all =
                Stream.<Callable<UUID>>generate(() -> () -> file().make(UUID.randomUUID()))
                        .limit(16)
                        .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<UUID> seen = threads.invokeAll(all).stream().map(Future::resultNow).toList();

            assertThat(seen).containsOnly(file().read().orElseThrow());
        }
    }

    @Test
    void aFileThatACrashLeftUnfinishedIsNoId() throws IOException {
        Files.writeString(mark.resolve(".id-123"), "0000");

        assertThat(file().read()).isEmpty();
        assertThat(file().make(ID)).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1-1-1-1-1", "no id", "0000000000000000000000000000000000000000000"})
    void whatIsNoIdIsNamedAndStays(String text) throws IOException {
        Files.writeString(mark.resolve("id"), text);

        assertThat(file().read()).isEmpty();
        assertThatThrownBy(() -> file().make(ID))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(mark.resolve("id") + " has no id that can be read");
        assertThat(mark.resolve("id")).hasContent(text);
    }

    @Test
    void aLinkIsNoId() throws IOException {
        Path elsewhere = Files.writeString(mark.resolve("elsewhere"), ID.toString());
        Files.createSymbolicLink(mark.resolve("id"), elsewhere);

        assertThat(file().read()).isEmpty();
    }

    private RootIdFile file() {
        return new RootIdFile(mark);
    }
}
