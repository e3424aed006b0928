package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.docker.DockerDaemon;
import rtm.docker.state.HostStateFolders;
import rtm.domain.contract.ContainerDaemonContracts;
import rtm.domain.fake.Pause;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.Labels;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.ContainerEvents;
import rtm.domain.port.ContainerOutput;
import rtm.domain.port.upkeep.HostImages;
import rtm.it.server.LoopbackRegistry;
import rtm.testkit.server.DockerHost;

/** The real engine keeps the contract of the port. */
class DockerDaemonContractIT extends ContainerDaemonContracts {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir static Path folder;

    private static DockerHost host;
    private static LoopbackRegistry registry;
    private static DockerDaemon daemon;
    private static ImageReference labelled;

    @BeforeAll
    static void connect() throws IOException {
        host = DockerHost.connect();
        registry = LoopbackRegistry.start();
        labelled = host.variant(Engines.OK, "labelled", Map.of(Labels.PIDS_LIMIT, "64"));
        daemon = DockerDaemon.open(Engines.settings(host, folder));
    }

    @AfterAll
    static void disconnect() throws IOException {
        daemon.close();
        registry.close();
        host.close();
    }

    @Override
    protected ContainerDaemon daemon() {
        return daemon;
    }

    @Override
    protected HostImages images() {
        return daemon;
    }

    @Override
    protected ContainerEvents events() {
        return daemon;
    }

    @Override
    protected ImageReference runnableImage() {
        return Engines.OK;
    }

    @Override
    protected ImageReference labelledImage() {
        return labelled;
    }

    @Override
    protected ImageReference unstartableImage() {
        return Engines.BAD_COMMAND;
    }

    @Override
    protected ImageReference absentImage() {
        return new ImageReference(registry.host() + "/galaxy/absent:1.0.0");
    }

    @Override
    protected ImageReference imageInRegistry() {
        ImageReference image =
                registry.add("galaxy/pulled", "1.0." + COUNT.incrementAndGet(), Map.of());
        host.removeAtEnd(image);
        return image;
    }

    @Override
    protected long pullsSeen(ImageReference image) {
        return registry.pulls(image);
    }

    @Override
    protected Pause holdNextPull() {
        return registry.holdNextPull();
    }

    @Override
    protected GameId newGame() {
        return new GameId("it-" + host.run() + "-" + COUNT.incrementAndGet());
    }

    @Override
    protected String statePath(GameId gameId) {
        try {
            return new HostStateFolders(Engines.stateFolders(folder)).prepare(gameId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void detach(ContainerId container) {
        host.client()
                .disconnectFromNetworkCmd()
                .withNetworkId(host.network())
                .withContainerId(container.value())
                .withForce(true)
                .exec();
    }

    @Override
    protected ContainerId makeByHand(String name, Map<String, String> labels) {
        return host.runByHand(name, Engines.OK, labels);
    }

    @Test
    void theOutputIsFollowedUntilTheEngineEnds() throws InterruptedException {
        GameId game = newGame();
        ContainerId engine = makeByHand("followed-" + game, Map.of());
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        daemon.follow(
                engine,
                100,
                new ContainerOutput.LineSink() {
                    @Override
                    public void line(String line) {
                        received.add("line");
                    }

                    @Override
                    public void ended(String reason) {
                        received.add(reason);
                    }

                    @Override
                    public void broken(String reason) {
                        ended(reason);
                    }
                });
        assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("line");

        daemon.stop(engine, Duration.ofSeconds(1));

        String next = "line";
        while ("line".equals(next)) {
            next = received.poll(30, TimeUnit.SECONDS);
        }
        assertThat(next).isEqualTo("the engine ended");
    }
}
