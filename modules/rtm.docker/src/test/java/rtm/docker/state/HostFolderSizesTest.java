package rtm.docker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFolderSizesTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir private Path root;

    private final HostFolderSizes sizes = new HostFolderSizes();

    @Test
    void allFilesAreAddedAndNoLinkIsFollowed() throws Exception {
        Path folder = root.resolve("game");
        Files.createDirectories(folder.resolve("saves"));
        Files.writeString(folder.resolve("a"), "12345");
        Files.writeString(folder.resolve("saves/b"), "123");
        Path outside = Files.writeString(root.resolve("outside"), "x".repeat(1000));
        Files.createSymbolicLink(folder.resolve("link"), outside);
        Files.createSymbolicLink(folder.resolve("saves/up"), root);

        assertThat(sizes.bytes(folder.toString(), LONG)).isEqualTo(8);
    }

    @Test
    void aMissingFolderHasNoSize() {
        assertThatThrownBy(() -> sizes.bytes(root.resolve("none").toString(), LONG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none");
    }

    @Test
    void timeIsBounded() throws Exception {
        Files.writeString(root.resolve("a"), "12345");

        assertThatThrownBy(() -> sizes.bytes(root.toString(), Duration.ZERO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not known in time");
        assertThat(sizes.bytes(root.toString(), LONG)).isEqualTo(5);
    }
}
