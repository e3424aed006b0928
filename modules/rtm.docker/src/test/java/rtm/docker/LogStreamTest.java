package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.End;
import rtm.testkit.server.FakeDaemon.Reply;

@Timeout(20)
class LogStreamTest {

    private static final ContainerId CONTAINER = new ContainerId("c0ffee");

    @TempDir Path folder;

    @Test
    void bothOutputsAreReadAsOneText() throws Exception {
        Reply output =
                Reply.pieces(
                        End.WELL,
                        ContainerOutputs.frame(1, "out\n"),
                        ContainerOutputs.frame(2, "err\n"),
                        ContainerOutputs.frame(1, ""));

        assertThat(logs(output, 10, 100)).contains("out\nerr\n");
    }

    @Test
    void framesAndPiecesNeedNotFit() throws Exception {
        String sent =
                ContainerOutputs.frame(1, "one\n")
                        + ContainerOutputs.frame(2, "two\n")
                        + ContainerOutputs.frame(1, "three\n");
        Reply output =
                Reply.pieces(
                        End.WELL, sent.substring(0, 3), sent.substring(3, 17), sent.substring(17));

        assertThat(logs(output, 10, 100)).contains("one\ntwo\nthree\n");
    }

    @Test
    void theOutputOfATerminalStaysUnchanged() throws Exception {
        assertThat(logs(Reply.pieces(End.WELL, "a line\r\nmore\r\n"), 10, 100))
                .contains("a line\r\nmore\r\n");
        assertThat(logs(Reply.pieces(End.WELL, "short"), 10, 100)).contains("short");
        assertThat(logs(Reply.pieces(End.WELL), 10, 100)).contains("");
    }

    @Test
    void tooMuchOutputIsCutAtTheStart() throws Exception {
        Reply output =
                Reply.pieces(
                        End.WELL,
                        ContainerOutputs.frame(1, "x".repeat(100_000) + "\n"),
                        ContainerOutputs.frame(1, "last\n"));

        assertThat(logs(output, 10, 1000)).contains("last\n");
    }

    @Test
    void whatIsNoUtf8IsReplaced() throws Exception {
        assertThat(logs(Reply.pieces(End.WELL, ContainerOutputs.frame(1, "a\u00ffb\n")), 10, 100))
                .contains("a\ufffdb\n");
    }

    @Test
    void theNumberOfLinesIsRequestedFromDocker() throws Exception {
        try (FakeDaemon daemon = ContainerOutputs.daemon(folder, Reply.pieces(End.WELL));
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            engine.logs(CONTAINER, 42, 100);

            assertThat(daemon.asked().getLast().line())
                    .isEqualTo("GET /v1.41/containers/c0ffee/logs?stdout=true&stderr=true&tail=42");
        }
    }

    @Test
    void aMissingContainerHasNoLogs() throws Exception {
        assertThat(logs(Reply.json(404, "{\"message\":\"No such container\"}"), 10, 100)).isEmpty();
    }

    @Test
    void anUnreadableLogDriverIsARefusalWithDockersMessage() {
        Reply refusal =
                Reply.json(
                        500,
                        "{\"message\":\"configured logging driver does not support reading\"}");

        assertThatThrownBy(() -> logs(refusal, 10, 100))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessage("configured logging driver does not support reading");
    }

    @Test
    void aCallWhoseLogsHangEndsByItsDeadline() throws Exception {
        Reply hanging = Reply.pieces(End.STANDSTILL, ContainerOutputs.frame(1, "a line\n"));
        try (FakeDaemon daemon = ContainerOutputs.daemon(folder, hanging);
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            long begin = System.nanoTime();

            assertThatThrownBy(() -> engine.logs(CONTAINER, 10, 100))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("did not answer within 5 s");

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(seconds(10));
            daemon.awaitHungUp();
        }
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private Optional<String> logs(Reply reply, int lines, int mostBytes) throws Exception {
        try (FakeDaemon daemon = ContainerOutputs.daemon(folder, reply);
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            return engine.logs(CONTAINER, lines, mostBytes);
        }
    }
}
