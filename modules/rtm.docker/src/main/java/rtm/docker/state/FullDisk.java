package rtm.docker.state;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * When the disk of a folder counts as full: below 1 MiB, in which a start may just still succeed,
 * or below a sixteenth of a disk that is smaller than 16 MiB. A file system that reports no size
 * never does.
 */
public final class FullDisk {

    private static final long LEAST = 1L << 20;
    private static final long SHARE = 16;

    private FullDisk() {}

    /** For a user other than root. */
    public static boolean isFullForThisUser(Path folder) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        return isFull(disk.getUsableSpace(), disk.getTotalSpace());
    }

    /** For root, which may also use what is reserved for it. */
    public static boolean isFullForRoot(Path folder) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        return isFull(disk.getUnallocatedSpace(), disk.getTotalSpace());
    }

    /** In bytes. */
    static boolean isFull(long left, long total) {
        return total > 0 && left < Math.min(LEAST, Math.ceilDiv(total, SHARE));
    }
}
