package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.docker.DockerDaemon;
import rtm.domain.model.ImageReference;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.it.server.LoopbackRegistry;
import rtm.testkit.server.DockerHost;

/** Pulls by a real engine, from a registry that behaves badly. */
class DockerPullIT {

    private static final Duration STALL = Duration.ofSeconds(2);

    @TempDir Path folder;

    private DockerHost host;
    private LoopbackRegistry registry;
    private DockerDaemon daemon;

    @BeforeEach
    void connect() throws IOException {
        host = DockerHost.connect();
        registry = LoopbackRegistry.start();
        daemon =
                DockerDaemon.open(
                        Engines.settings(
                                host.uri(), host.network(), folder, Optional.empty(), STALL));
    }

    @AfterEach
    void disconnect() throws IOException {
        daemon.close();
        registry.close();
        host.close();
    }

    @Test
    void aRegistryThatIsNotThereIsSaidToBeUnreachable() {
        ImageReference image = new ImageReference("127.0.0.1:1/galaxy/game:1.4.0");
        assertThatThrownBy(() -> daemon.pull(image))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining(
                        "the registry of 127.0.0.1:1/galaxy/game:1.4.0 could not be reached")
                .hasMessageContaining("connection refused");
    }

    @Test
    void anImageThatTheRegistryLacksIsSaidToBeMissing() {
        ImageReference image = new ImageReference(registry.host() + "/galaxy/game:9.9.9");
        assertThatThrownBy(() -> daemon.pull(image))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("image " + image + " does not exist");
    }

    @Test
    void aDownloadThatStallsIsGivenUpByItsOwnDeadline() {
        ImageReference image = registry.addStalling("galaxy/stalling", "1.0.0");
        long begun = System.nanoTime();
        assertThatThrownBy(() -> daemon.pull(image))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("the pull of " + image + " stalled: no progress for 2 s");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(STALL, STALL.plusSeconds(3));
    }

    @Test
    void aStalledPullHoldsUpNoOther() throws Exception {
        ImageReference stalling = registry.addStalling("galaxy/stalling", "1.0.1");
        ImageReference fine = registry.add("galaxy/fine", "1.0.0", Map.of());
        host.removeAtEnd(fine);
        Thread stuck =
                Thread.ofVirtual()
                        .start(() ->
                                assertThatThrownBy(() -> daemon.pull(stalling))
                                        .isInstanceOf(DaemonRefusedException.class));
        daemon.pull(fine);
        assertThat(stuck.isAlive()).isTrue();
        assertThat(daemon.imageLabels(fine)).isPresent();
        stuck.join();
    }

    @Test
    void aRegistryThatAsksForCredentialsIsSaidToDoSo() {
        ImageReference image = registry.add("galaxy/private", "1.0.0", Map.of());
        registry.require("rtm", "secret");
        assertThatThrownBy(() -> daemon.pull(image))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("the registry requires credentials for " + image);
    }

    @Test
    void credentialsOfDockersOwnFileAreUsed() throws IOException {
        ImageReference image = registry.add("galaxy/private", "1.0.1", Map.of());
        host.removeAtEnd(image);
        registry.require("rtm", "secret");
        login("rtm:secret");
        assertThatCode(() -> daemon.pull(image)).doesNotThrowAnyException();
    }

    @Test
    void wrongCredentialsAreSaidToBeRefusedAndNotShown() throws IOException {
        ImageReference image = registry.add("galaxy/private", "1.0.2", Map.of());
        registry.require("rtm", "secret");
        login("rtm:wr0ng");
        assertThatThrownBy(() -> daemon.pull(image))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("or refuses the given ones")
                .hasMessageNotContaining("wr0ng");
    }

    @Test
    void aReferenceWithoutATagPullsLatestAndNoOtherTag() {
        ImageReference old = registry.add("galaxy/tags", "1.0.0", Map.of());
        ImageReference latest = registry.add("galaxy/tags", "latest", Map.of());
        host.removeAtEnd(latest);
        ImageReference bare = new ImageReference(registry.host() + "/galaxy/tags");
        daemon.pull(bare);
        assertThat(daemon.imageLabels(bare)).isPresent();
        assertThat(daemon.imageLabels(old)).isEmpty();
    }

    @Test
    void aTagThatMovedIsPulledAnew() {
        ImageReference image = registry.add("galaxy/moving", "1.0.0", Map.of("version", "one"));
        host.removeAtEnd(image);
        daemon.pull(image);
        host.removeAtEnd(host.imageId(image));
        registry.add("galaxy/moving", "1.0.0", Map.of("version", "two"));
        await().untilAsserted(() -> {
            daemon.pull(image);
            assertThat(daemon.imageLabels(image))
                    .hasValueSatisfying(
                            labels -> assertThat(labels).containsEntry("version", "two"));
        });
    }

    private void login(String pair) throws IOException {
        String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry.host(), auth));
    }
}
