package rtm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import rtm.docker.DockerEngine;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.port.ContainerEngine;
import rtm.domain.port.ContainerEvents;
import rtm.testkit.ContainerWatchContract;
import rtm.testkit.DockerHost;

/** The real engine tells of its containers as the ports say. */
class DockerWatchContractIT extends ContainerWatchContract {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir static Path folder;

    private static DockerHost host;
    private static DockerEngine engine;

    @BeforeAll
    static void connect() {
        host = DockerHost.connect();
        engine = DockerEngine.open(Engines.settings(host, folder));
    }

    @AfterAll
    static void disconnect() {
        engine.close();
        host.close();
    }

    @Override
    protected ContainerEngine engine() {
        return engine;
    }

    @Override
    protected ContainerEvents events() {
        return engine;
    }

    @Override
    protected ImageReference image() {
        return Engines.OK;
    }

    @Override
    protected GameId newGame() {
        return new GameId("watch-" + host.run() + "-" + COUNT.incrementAndGet());
    }

    @Override
    protected String statePath(GameId gameId) {
        try {
            return Files.createDirectories(folder.resolve(gameId.value())).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected ContainerId makeByHand(String name, Map<String, String> labels) {
        return host.runByHand(name, Engines.OK, labels);
    }
}
