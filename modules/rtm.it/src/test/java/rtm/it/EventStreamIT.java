package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.docker.DockerDaemon;
import rtm.domain.model.ContainerEvent;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerEvents.Sink;
import rtm.testkit.server.DockerHost;

/** Labels of absurd size on one container hide nothing of it and of no other. */
class EventStreamIT {

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @TempDir Path folder;

    private DockerHost host;
    private DockerDaemon daemon;
    private Thread follower;

    @BeforeEach
    void follow() throws InterruptedException {
        host = DockerHost.connect();
        daemon = DockerDaemon.open(Engines.settings(host, folder));
        follower = Thread.ofVirtual().name("follower").start(this::listen);
        await("opened");
    }

    @AfterEach
    void close() throws InterruptedException {
        follower.interrupt();
        follower.join();
        daemon.close();
        host.close();
    }

    static Stream<Arguments> absurdLabels() {
        return Stream.of(
                Arguments.of("k".repeat(60_000), "v"), Arguments.of("k", "v".repeat(25_000_000)));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("absurdLabels")
    void exitsAreHeardAndContainersSeen(String key, String value) throws Exception {
        ContainerId odd = engineOf("odd", Map.of(key, value));
        ContainerId plain = engineOf("plain", Map.of());
        await("start " + odd);
        await("start " + plain);

        assertThat(daemon.owned()).extracting(ObservedContainer::id).contains(odd, plain);
        assertThat(daemon.containersOf(game("odd")))
                .singleElement()
                .satisfies(each -> assertThat(each.belongsTo(game("odd"))).isTrue());
        assertThat(daemon.inspect(odd).orElseThrow().container().live()).isTrue();

        daemon.stop(odd, GRACE);
        await("die " + odd);
        daemon.stop(plain, GRACE);
        await("die " + plain);
        daemon.remove(odd);
        await("destroy " + odd);
    }

    private ContainerId engineOf(String what, Map<String, String> more) {
        Map<String, String> labels = new HashMap<>(more);
        labels.put(Labels.OWNER, Labels.OWNER_VALUE);
        labels.put(Labels.GAME_ID, game(what).value());
        return host.runByHand(game(what).containerName(), Engines.OK, labels);
    }

    private GameId game(String what) {
        return new GameId("it-" + host.run() + "-" + what);
    }

    private void listen() {
        try {
            daemon.follow(
                    Optional.empty(),
                    new Sink() {
                        @Override
                        public void opened() {
                            heard.add("opened");
                        }

                        @Override
                        public void happened(ContainerEvent event) {
                            heard.add(event.action().wire() + " " + event.container());
                        }

                        @Override
                        public void skipped(String why) {
                            heard.add("skipped: " + why);
                        }
                    });
        } catch (DependencyUnavailableException lost) {
            heard.add("lost: " + lost.getMessage());
        }
    }

    /** Others may have containers on this engine; nothing may be skipped or lost. */
    private void await(String expected) throws InterruptedException {
        String next = "";
        while (!next.equals(expected)) {
            next = Objects.requireNonNullElse(heard.poll(10, TimeUnit.SECONDS), "nothing");
            assertThat(next)
                    .as("waiting for %s", expected)
                    .doesNotStartWith("nothing")
                    .doesNotStartWith("skipped")
                    .doesNotStartWith("lost");
        }
    }
}
