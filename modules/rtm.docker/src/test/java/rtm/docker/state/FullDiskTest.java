package rtm.docker.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FullDiskTest {

    private static final long MEBIBYTE = 1L << 20;

    @Test
    void aDiskIsFullBelowOneMebibyte() {
        assertThat(FullDisk.isFull(MEBIBYTE - 1, 8 * MEBIBYTE)).isTrue();
        assertThat(FullDisk.isFull(MEBIBYTE, 8 * MEBIBYTE)).isFalse();
    }

    @Test
    void aFileSystemThatReportsNoSizeIsNotFull() throws Exception {
        assertThat(FullDisk.isFullForThisUser(Path.of("/proc"))).isFalse();
        assertThat(FullDisk.isFullForRoot(Path.of("/proc"))).isFalse();
    }
}
