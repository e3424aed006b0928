package rtm.docker.state;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import rtm.domain.port.Disks;

/** The file systems of this machine. */
public final class HostDisks implements Disks {

    /** Keeps nothing. */
    public HostDisks() {}

    @Override
    public Space space(String path) throws IOException {
        FileStore store = Files.getFileStore(Path.of(path));
        return new Space(store.getUsableSpace(), store.getTotalSpace());
    }
}
