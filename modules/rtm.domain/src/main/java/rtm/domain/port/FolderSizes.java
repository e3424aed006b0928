package rtm.domain.port;

import java.io.IOException;
import java.time.Duration;

/** Measures folders on this machine. */
@FunctionalInterface
public interface FolderSizes {

    /**
     * The bytes of all files in a folder. Links are not followed.
     *
     * @param most how long it may take
     * @throws IOException if it cannot be measured, or not in time; the message says why
     */
    long bytes(String path, Duration most) throws IOException, InterruptedException;
}
