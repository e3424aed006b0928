package rtm.main.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.main.check.Finding.Level;

class DiskTest {

    private static final Path FOLDER = Path.of("/srv/games");
    private static final long GIBIBYTE = 1024L * 1024 * 1024;

    @Test
    void aTenthOfAnyDiskIsRoomEnough() {
        assertThat(Disk.judge("state root", FOLDER, 10 * GIBIBYTE, 100 * GIBIBYTE))
                .isEqualTo(Finding.ok("state root", "10240 MiB (10 %) free below /srv/games"));
    }

    @Test
    void lessThanATenthIsScarce() {
        assertThat(Disk.judge("state root", FOLDER, 9 * GIBIBYTE, 100 * GIBIBYTE).level())
                .isEqualTo(Level.WARN);
    }

    @Test
    void lessThanOneGibibyteIsScarceHoweverSmallTheDisk() {
        assertThat(Disk.judge("state root", FOLDER, GIBIBYTE - 1, 2 * GIBIBYTE).level())
                .isEqualTo(Level.WARN);
    }

    @Test
    void whereTheServiceStartsNoEngineIsSaid(@TempDir Path folder) {
        Finding full = Disk.finding("state root", folder, _ -> true);

        assertThat(full.level()).isEqualTo(Level.WARN);
        assertThat(full.found())
                .matches("\\d+ MiB .* free below .*: the disk is full, no engine can be started");
        assertThat(Disk.finding("state root", folder, _ -> false).found())
                .doesNotContain("is full");
    }

    @Test
    void aFullDiskAndOneWithoutASizeAreScarce() {
        assertThat(Disk.judge("state root", FOLDER, 0, 100 * GIBIBYTE).level())
                .isEqualTo(Level.WARN);
        assertThat(Disk.judge("state root", FOLDER, 0, 0).level()).isEqualTo(Level.WARN);
    }
}
