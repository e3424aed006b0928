package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.model.ObservedContainer;
import rtm.testkit.CapturedLog;

/** A test of one process of the service, in a world of its own. */
abstract class OneProcess {

    @RegisterExtension final CapturedLog log = new CapturedLog();
    @TempDir Path root;
    World world;
    ServiceProcess service;

    @BeforeEach
    final void boot() {
        world = new World(root);
        service = world.boot();
    }

    final ObservedContainer onlyContainer() {
        List<ObservedContainer> all = world.docker.containers();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
