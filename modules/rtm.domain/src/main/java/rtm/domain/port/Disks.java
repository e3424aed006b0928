package rtm.domain.port;

import java.io.IOException;

/** The disks of this machine. */
@FunctionalInterface
public interface Disks {

    /**
     * The space of the file system that holds a path. May hang as long as the disk does.
     *
     * @throws IOException if it cannot be read
     */
    Space space(String path) throws IOException;

    /**
     * The space of a file system, in bytes.
     *
     * @param free what this process may still write
     * @param total its size
     */
    record Space(long free, long total) {}
}
