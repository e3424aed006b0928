package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ImageReference;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.DaemonDescription.Pulling;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.Asked;
import rtm.testkit.server.FakeDaemon.End;
import rtm.testkit.server.FakeDaemon.Reply;

class ImagePullsTest {

    private static final ImageReference IMAGE =
            new ImageReference("registry.test/galaxy/game:1.4.0");
    private static final String PROGRESS = "{\"status\":\"Downloading\",\"id\":\"a1\"}\r\n";
    private static final String DONE =
            "{\"status\":\"Status: Downloaded newer image for registry.test/galaxy/game:1.4.0\"}\r\n";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir Path folder;

    private volatile BooleanSupplier present = () -> true;

    @Test
    void aPullThatDockerCompletesAndThatLeavesAnImageSucceeds() throws Exception {
        assertThatCode(() -> pull(Reply.pieces(End.WELL, PROGRESS, DONE), LONG, LONG))
                .doesNotThrowAnyException();
    }

    @Test
    void anErrorInTheVeryFirstLineCounts() {
        assertThatThrownBy(() ->
                        pull(
                                Reply.pieces(
                                        End.WELL,
                                        "{\"errorDetail\":{\"message\":\"manifest unknown\"},"
                                                + "\"error\":\"manifest unknown\"}"),
                                LONG,
                                LONG))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("image registry.test/galaxy/game:1.4.0 does not exist")
                .hasMessageContaining("Docker says: manifest unknown");
    }

    @Test
    void anErrorAfterProgressCountsAlthoughAnOlderImageIsHere() {
        assertThatThrownBy(() ->
                        pull(
                                Reply.pieces(
                                        End.WELL,
                                        PROGRESS,
                                        "{\"error\":\"write /x: no space left on device\"}"),
                                LONG,
                                LONG))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("the disk of the Docker host is full");
    }

    @Test
    void aStreamThatEndsCleanlyBeforeDockerSaidDoneIsNoSuccess() {
        assertThatThrownBy(() -> pull(Reply.pieces(End.WELL, PROGRESS), LONG, LONG))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("broke off");
    }

    @Test
    void aConnectionThatBreaksIsNoSuccess() {
        assertThatThrownBy(() -> pull(Reply.pieces(End.CUT, PROGRESS), LONG, LONG))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("connection broken (pull image)");
    }

    @Test
    void aPullAfterWhichTheImageIsMissingIsNoSuccess() {
        present = () -> false;
        assertThatThrownBy(() -> pull(Reply.pieces(End.WELL, DONE), LONG, LONG))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("this host does not have it");
    }

    @Test
    @Timeout(10)
    void aStalledPullIsCancelledAndItsConnectionIsClosed() throws Exception {
        assertThatThrownBy(() -> pull(Reply.pieces(End.STANDSTILL, PROGRESS), LONG, SHORT))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("stalled: no progress for 300 ms");
    }

    @Test
    @Timeout(10)
    void aPullThatDockerNeverStartsIsCancelledAndItsConnectionIsClosed() throws Exception {
        assertThatThrownBy(() -> pull(Reply.silence(), LONG, SHORT))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("stalled");
    }

    @Test
    @Timeout(10)
    void aPullThatTakesTooLongIsCancelled() {
        assertThatThrownBy(() -> pull(Reply.pieces(End.STANDSTILL, PROGRESS), SHORT, LONG))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("took longer than 300 ms");
    }

    @Test
    void aPullInProgressSaysWhenItIsGivenUp() throws Exception {
        List<Pulling> seen = new CopyOnWriteArrayList<>();
        try (FakeDaemon daemon = daemon(Reply.pieces(End.WELL, DONE));
                DockerDaemon engine =
                        DockerDaemon.open(
                                TestDockerSettings.of(daemon.host(), folder, LONG, SHORT))) {
            present = () -> seen.addAll(engine.pulling());
            engine.pull(IMAGE);
        }

        assertThat(seen)
                .singleElement()
                .satisfies(pull -> assertThat(pull.longestStill()).isEqualTo(SHORT))
                .satisfies(pull -> assertThat(pull.longest()).isEqualTo(LONG));
    }

    @Test
    void aRefusalBeforeTheFirstLineIsReportedWithItsMessage() {
        assertThatThrownBy(() ->
                        pull(
                                Reply.json(
                                        404,
                                        "{\"message\":\"pull access denied for galaxy/game,"
                                                + " repository does not exist\"}"),
                                LONG,
                                LONG))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining(
                        "image registry.test/galaxy/game:1.4.0 does not exist, or this host may not pull it");
    }

    @Test
    void aReferenceWithoutATagPullsLatestOnly() throws Exception {
        try (FakeDaemon daemon = daemon(Reply.pieces(End.WELL, DONE));
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            engine.pull(new ImageReference("galaxy/game"));
            assertThat(creation(daemon).line()).endsWith("?fromImage=galaxy%2Fgame&tag=latest");
        }
    }

    @Test
    void credentialsAreSentOnlyToTheirOwnRegistry() throws Exception {
        Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\":{\"registry.test\":{\"auth\":\"dXNlcjpwYXNz\"}}}");
        try (FakeDaemon daemon = daemon(Reply.pieces(End.WELL, DONE));
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            engine.pull(IMAGE);
            String header = creation(daemon).headers().get("x-registry-auth");
            assertThat(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
                    .isEqualTo(
                            "{\"serveraddress\":\"registry.test\",\"username\":\"user\","
                                    + "\"password\":\"pass\"}");
        }
        try (FakeDaemon daemon = daemon(Reply.pieces(End.WELL, DONE));
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            engine.pull(new ImageReference("other.test/galaxy/game:1.4.0"));
            assertThat(creation(daemon).headers()).doesNotContainKey("x-registry-auth");
        }
    }

    private void pull(Reply reply, Duration timeout, Duration stallTimeout) throws Exception {
        try (FakeDaemon daemon = daemon(reply);
                DockerDaemon engine =
                        DockerDaemon.open(
                                TestDockerSettings.of(
                                        daemon.host(), folder, timeout, stallTimeout))) {
            try {
                engine.pull(IMAGE);
            } finally {
                daemon.awaitHungUp();
            }
        }
    }

    private FakeDaemon daemon(Reply pull) throws Exception {
        return FakeDaemon.start(
                folder,
                FakeDaemon.healthy(
                        "1.12",
                        "1.41",
                        asked -> {
                            if (asked.is("POST", "/images/create")) {
                                return Optional.of(pull);
                            }
                            return asked.is("GET", "/images/.*/json") && present.getAsBoolean()
                                    ? Optional.of(Reply.json(200, "{\"Id\":\"sha256:0\"}"))
                                    : Optional.empty();
                        }));
    }

    private static Asked creation(FakeDaemon daemon) {
        return daemon.asked().stream()
                .filter(asked -> asked.is("POST", "/images/create"))
                .findFirst()
                .orElseThrow();
    }
}
