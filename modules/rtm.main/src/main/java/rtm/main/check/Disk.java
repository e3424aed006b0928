package rtm.main.check;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much space is left on a folder's disk. */
final class Disk {

    private static final long MEBIBYTE = 1024L * 1024;
    private static final long SCARCE = 1024 * MEBIBYTE;
    private static final int SCARCE_PERCENT = 10;
    private static final int PERCENT = 100;

    private Disk() {}

    static Finding finding(String item, Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return judge(item, folder, store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException failed) {
            return Finding.warn(
                    item, "cannot read the free space below %s: %s".formatted(folder, failed), "");
        }
    }

    /** Warns below a tenth of the disk, or below 1 GiB. */
    static Finding judge(String item, Path folder, long free, long total) {
        int percent = total <= 0 ? 0 : (int) (free / ((double) total) * PERCENT);
        String found = "%d MiB (%d %%) free below %s".formatted(free / MEBIBYTE, percent, folder);
        return free < SCARCE || percent < SCARCE_PERCENT
                ? Finding.warn(
                        item, found, "free some space: an engine that cannot write loses its game")
                : Finding.ok(item, found);
    }
}
