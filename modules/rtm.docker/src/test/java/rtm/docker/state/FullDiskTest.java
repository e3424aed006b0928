package rtm.docker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.GameId;

/** On real disks in memory, which only root can mount. */
class FullDiskTest {

    private static final long MEBIBYTE = 1L << 20;
    private static final int BLOCK = 4096;
    private static final GameId GAME = new GameId("game-1");

    @TempDir Path root;
    private boolean mounted;

    @Test
    void aDiskIsFullBelowOneMebibyteAndASmallOneBelowASixteenth() {
        assertThat(FullDisk.isFull(MEBIBYTE - 1, 50 * MEBIBYTE)).isTrue();
        assertThat(FullDisk.isFull(MEBIBYTE, 50 * MEBIBYTE)).isFalse();
        assertThat(FullDisk.isFull(MEBIBYTE, 1L << 50)).isFalse();
        assertThat(FullDisk.isFull(MEBIBYTE / 16 - 1, MEBIBYTE)).isTrue();
        assertThat(FullDisk.isFull(MEBIBYTE / 16, MEBIBYTE)).isFalse();
        assertThat(FullDisk.isFull(0, BLOCK)).isTrue();
    }

    @Test
    void aFileSystemThatReportsNoSizeIsNotFull() throws Exception {
        assertThat(FullDisk.isFullForThisUser(Path.of("/proc"))).isFalse();
        assertThat(FullDisk.isFullForRoot(Path.of("/proc"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50})
    void aStateRootIsFullWhileNothingCanBeWrittenAndFreeAgainAfterwards(int mebibytes)
            throws Exception {
        mount("size=" + mebibytes + "m");
        HostStateFolders folders = folders();
        assertThat(folders.trial()).isEmpty();

        Path ballast = fill(Long.MAX_VALUE);
        assertThat(folders.refusal())
                .contains("the disk of the state root %s is full".formatted(root));
        assertThat(folders.trial()).isPresent();

        Files.delete(ballast);
        assertThat(folders.refusal()).isEmpty();
        assertThat(folders.trial()).isEmpty();
        folders.prepare(GAME);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50})
    void aStateRootThatIsNearlyFullTakesAnEngine(int mebibytes) throws Exception {
        mount("size=" + mebibytes + "m");
        long left = Math.min(MEBIBYTE, mebibytes * MEBIBYTE / 16);

        fill(mebibytes * MEBIBYTE - left);

        assertThat(folders().trial()).isEmpty();
        Path state = Path.of(folders().prepare(GAME)).resolve("save");
        Files.write(state, new byte[(int) left / 2]);
        assertThat(folders().refusal()).isPresent();
    }

    /** Space is left, so only a trial finds it; from then on a look knows it too. */
    @Test
    void aStateRootWithoutFreeInodesIsFullFromTheFirstTrialUntilOneIsFree() throws Exception {
        mount("size=50m,nr_inodes=3");
        HostStateFolders folders = folders();
        Path first = Files.createFile(root.resolve("first"));
        Files.createFile(root.resolve("second"));
        assertThat(folders.refusal()).isEmpty();

        assertThat(folders.trial().orElseThrow())
                .contains("an engine could not write to the state root " + root)
                .contains("No space left on device");
        assertThat(folders.refusal()).isPresent();

        Files.delete(first);
        assertThat(folders.refusal()).isEmpty();
        assertThat(folders.trial()).isEmpty();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", root.toString());
        }
    }

    private HostStateFolders folders() throws IOException {
        return new HostStateFolders(
                new StateFolderSettings(
                        root,
                        0750,
                        (Integer) Files.getAttribute(root, "unix:uid"),
                        (Integer) Files.getAttribute(root, "unix:gid")));
    }

    private void mount(String options) throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", options, "tmpfs", root.toString()) == 0,
                "only root mounts");
        mounted = true;
    }

    /** Writes until the disk is full, or that many bytes. */
    private Path fill(long bytes) throws IOException {
        Path ballast = root.resolve("ballast");
        try (var out = Files.newOutputStream(ballast)) {
            for (long written = 0; written < bytes; written += BLOCK) {
                out.write(new byte[BLOCK]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
        return ballast;
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
