package rtm.domain.fake;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.contract.StateFoldersContract;
import rtm.domain.port.StateFolders;

class TemporaryStateFoldersTest extends StateFoldersContract {

    private StateFolders folders;

    @BeforeEach
    void open(@TempDir Path root) {
        folders = new TemporaryStateFolders(root);
    }

    @Override
    protected StateFolders folders() {
        return folders;
    }
}
