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

    /** Whether a disk counts as full, as the service sees it. */
    @FunctionalInterface
    interface Fullness {
        boolean isFull(Path folder) throws IOException;
    }

    static Finding finding(String item, Path folder, Fullness full) {
        try {
            FileStore store = Files.getFileStore(folder);
            return full.isFull(folder)
                    ? full(item, folder, store.getUsableSpace(), store.getTotalSpace())
                    : judge(item, folder, store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException failed) {
            return Finding.warn(
                    item, "cannot read the free space below %s: %s".formatted(folder, failed), "");
        }
    }

    /** The service starts, and starts no game. */
    private static Finding full(String item, Path folder, long free, long total) {
        return Finding.warn(
                item,
                words(folder, free, total) + ": the disk is full, no engine can be started",
                "free some space; engines that run and cannot write lose their games");
    }

    private static String words(Path folder, long free, long total) {
        return "%d MiB (%d %%) free below %s"
                .formatted(free / MEBIBYTE, percent(free, total), folder);
    }

    private static int percent(long free, long total) {
        return total <= 0 ? 0 : (int) (free / ((double) total) * PERCENT);
    }

    /** Warns below a tenth of the disk, or below 1 GiB. */
    static Finding judge(String item, Path folder, long free, long total) {
        String found = words(folder, free, total);
        return free < SCARCE || percent(free, total) < SCARCE_PERCENT
                ? Finding.warn(
                        item, found, "free some space: an engine that cannot write loses its game")
                : Finding.ok(item, found);
    }
}
