package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.docker.api.CallTelemetry;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerConnection;
import rtm.domain.model.DependencyUnavailableException;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.End;
import rtm.testkit.server.FakeDaemon.Reply;

@Timeout(20)
class SocketTransportTest {

    private static final byte[] NONE = {};

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nO\r\n1;x=y\r\nK\r\n0\r\n\r\n",
                "HTTP/1.0 200\r\n\r\nuntil the end",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\nContent-Length: 0\n\n"
            })
    void anAnswerIsReadInEachFormThatHttpAllows(String answer) throws Exception {
        answering(answer, NONE, calls -> assertThat(ping(calls)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|the daemon closed the connection before its answer ended",
                "HTTP/1.1 200 O|the daemon closed the connection before its answer ended",
                "220 mail.example.org|the daemon closed the connection before its answer ended",
                "'220 mail.example.org\n'|it is not HTTP",
                "'HTTP/1.1 200 OK\nno colon\n\n'|it has a broken header",
                "'HTTP/1.1 200 OK\nContent-Length: -1\n\n'|it has a broken length",
                "'HTTP/1.1 102 X\n\nHTTP/1.1 102 X\n\nHTTP/1.1 102 X\n\nHTTP/1.1 102 X\n\n'"
                        + "|it never begins"
            })
    void aBrokenHeadIsReportedInWords(String answer, String words) throws Exception {
        answering(
                answer,
                NONE,
                calls ->
                        assertThatThrownBy(() -> ping(calls))
                                .isInstanceOf(DependencyUnavailableException.class)
                                .hasMessageContaining(words)
                                .hasMessageContaining("(ping)"));
    }

    @Test
    void aHeadWithoutAnEndIsNotReadToItsEnd() throws Exception {
        answering(
                "HTTP/1.1 200 OK\r\nX: ",
                "x".repeat(8192).getBytes(StandardCharsets.ISO_8859_1),
                calls ->
                        assertThatThrownBy(() -> ping(calls))
                                .hasMessageContaining(
                                        "unreadable answer (ping): its head is too long"));
    }

    @Test
    void aRefusalWithoutAnEndIsNotReadToItsEnd() throws Exception {
        answering(
                "HTTP/1.1 500 No\r\n\r\nbecause ",
                "x".repeat(8192).getBytes(StandardCharsets.ISO_8859_1),
                calls ->
                        assertThatThrownBy(() -> ping(calls))
                                .hasMessageMatching(".*because x{900,}…"));
    }

    private static Optional<Instant> ping(DockerCalls calls) {
        return new DockerPing(calls).answered();
    }

    private void answering(String answer, byte[] repeated, Consumer<DockerCalls> test)
            throws Exception {
        byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
        try (FakeDaemon daemon =
                        FakeDaemon.start(folder, _ -> new Reply.Raw(bytes, repeated, End.WELL));
                DockerCalls calls =
                        new DockerCalls(
                                new DockerConnection(daemon.host()),
                                new CallTelemetry(OpenTelemetry.noop()))) {
            test.accept(calls);
        }
    }
}
