package rtm.domain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.ObservedContainer;

/** A test of one process of the service, in a world of its own. */
public abstract class OneProcess {

    public @RegisterExtension final CapturedLog log = new CapturedLog();
    public @TempDir Path root;
    public SimulatedWorld world;
    public SimulatedProcess service;

    @BeforeEach
    final void boot() {
        world = new SimulatedWorld(root);
        service = world.boot();
    }

    public final ObservedContainer onlyContainer() {
        List<ObservedContainer> all = world.docker.containers();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
