package rtm.docker.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.contract.StateFoldersContract;
import rtm.domain.port.StateFolders;

class HostStateFoldersContractTest extends StateFoldersContract {

    private StateFolders folders;

    @BeforeEach
    void open(@TempDir Path root) throws IOException {
        folders =
                new HostStateFolders(
                        new StateFolderSettings(
                                root,
                                0750,
                                (Integer) Files.getAttribute(root, "unix:uid"),
                                (Integer) Files.getAttribute(root, "unix:gid")),
                        Runnable::run);
    }

    @Override
    protected StateFolders folders() {
        return folders;
    }
}
