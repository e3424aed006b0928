package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class LimitsTest {

    private static final String START = Served.RUNTIMES + "/g1/start";
    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    @Test
    void headersThatAreTooLargeAreRefused() throws IOException {
        assertThat(served.ask("GET", "/healthz", "X: " + "x".repeat(15_000) + "\r\n").status())
                .isEqualTo(200);
        assertThat(served.ask("GET", "/healthz", "X: " + "x".repeat(17_000) + "\r\n").status())
                .isEqualTo(400);
    }

    @Test
    void moreThanAHundredHeadersAreRefused() throws IOException {
        assertThat(served.ask("GET", "/healthz", headers(99)).status()).isEqualTo(200);
        assertThat(served.ask("GET", "/healthz", headers(101)).status()).isEqualTo(400);
    }

    private static String headers(int count) {
        return IntStream.range(1, count)
                .mapToObj(i -> "X" + i + ": x\r\n")
                .collect(Collectors.joining());
    }

    @Test
    void moreThanFiftyParametersAreRefused() throws IOException {
        assertThat(served.get("/healthz?" + "a=b&".repeat(49) + "a=b").status()).isEqualTo(200);
        assertThat(served.get("/healthz?" + "a=b&".repeat(50) + "a=b").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /healthz HTTP/1.1\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET  /healthz HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /healthz FTP/1.1\r\nHost: h\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /é HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: h\r\nX y: z\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1x\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
                "\r\n\r\n\r\n\r\n",
                "{\"image_ref\":\"a\"}\r\n\r\n",
            })
    void aBrokenRequestIsRefusedAndItsConnectionClosed(String request) throws IOException {
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            String answer = wire.send(request).endOfRequest().rest();

            assertThat(answer)
                    .as(request)
                    .matches("(?s)(HTTP/1.1 4\\d\\d .*\\{\"error\":\\{\"code\":\"\\w+\",.*)?");
            assertThat(answer.split("HTTP/1.1 ", -1)).hasSizeLessThanOrEqualTo(2);
            assertThat(answer).doesNotContain("io.undertow").doesNotContain("Exception");
        }
        assertThat(served.get("/healthz").status()).isEqualTo(200);
    }

    @Test
    void aBodyThatIsDeclaredTooLargeIsRefusedBeforeItComes() throws IOException {
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send(
                    "POST "
                            + START
                            + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 5000000\r\n\r\n{");
            Answered answer = wire.answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.code()).isEqualTo("payload_too_large");
            assertThat(answer.header("connection")).contains("close");
        }
    }

    @Test
    void aClientThatSendsFiveMegabytesAllTheSameSeesTheRefusal() throws IOException {
        Answered answer = served.post(START, " ".repeat(5_000_000));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("payload_too_large");
    }

    @Test
    void sixtyFourKibibytesAreReadAndOneByteMoreIsNot() throws IOException {
        String body = "{\"image_ref\":\"galaxy/game:1.4.0\"}";
        int room = 64 * 1024 - body.length();

        assertThat(served.post(START, body + " ".repeat(room)).status()).isEqualTo(200);
        assertThat(served.post(START, body + " ".repeat(room + 1)).status()).isEqualTo(413);
    }

    @Test
    void aChunkedBodyIsCutWhereItBecomesTooLarge() throws IOException {
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send(
                    "POST "
                            + START
                            + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 10; i++) {
                wire.send("2000\r\n" + " ".repeat(0x2000) + "\r\n");
            }
            Answered answer = wire.answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.code()).isEqualTo("payload_too_large");
        }
        assertThat(served.operations()).isZero();
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOnOrNot() throws IOException {
        String asking =
                "POST %s HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n";
        String body = "{\"image_ref\":\"galaxy/game:1.4.0\"}";
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send(asking.formatted(START, body.length()));
            assertThat(wire.answer().status()).isEqualTo(100);
            wire.send(body);
            assertThat(wire.answer().status()).isEqualTo(200);
        }
        assertThat(RawHttpClient.ask(served.port(), asking.formatted(START, 100_000)).status())
                .isEqualTo(413);
        assertThat(RawHttpClient.ask(served.port(), asking.formatted("/nowhere", 100)).status())
                .isEqualTo(404);
    }

    @Test
    void aRefusalDoesNotWaitForTheBody() throws IOException {
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send("POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n");

            assertThat(wire.answer().status()).isEqualTo(404);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        served.put(Records.running("g1"));
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            String get = "GET %s HTTP/1.1\r\nHost: h\r\n\r\n";
            wire.send(
                    Served.start()
                            + get.formatted("/healthz")
                            + get.formatted("/nowhere")
                            + Served.start()
                            + get.formatted(Served.RUNTIMES + "/g1"));

            assertThat(wire.answer().body()).contains("\"game_id\":\"g1\"");
            assertThat(wire.answer().body()).isEqualTo("{\"status\":\"ok\"}");
            assertThat(wire.answer().status()).isEqualTo(404);
            assertThat(wire.answer().body()).contains("\"game_id\":\"g1\"");
            assertThat(wire.answer().body()).contains("\"game_id\":\"g1\"");
        }
        assertThat(served.operations()).isEqualTo(2);
    }

    @Test
    void moreRequestsThanTheBoundAreRefusedAndTheProbesStillAnswer() throws IOException {
        served.close();
        served = new Served(Served.settings(2, Optional.empty()));
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        served.beforeOperations(() -> working(begun, end));
        try (RawHttpClient first = new RawHttpClient(served.port());
                RawHttpClient second = new RawHttpClient(served.port())) {
            first.send(Served.start());
            second.send(Served.start("g2"));
            await(begun);

            Answered refused = RawHttpClient.ask(served.port(), Served.start());
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("service_unavailable");
            assertThat(refused.header("retry-after")).isPresent();
            assertThat(served.get(Served.RUNTIMES).status()).isEqualTo(503);
            assertThat(served.get("/healthz").status()).isEqualTo(200);
            assertThat(served.get("/readyz").status()).isEqualTo(200);

            end.countDown();
            assertThat(first.answer().status()).isEqualTo(200);
            assertThat(second.answer().status()).isEqualTo(200);
            assertThat(served.get(Served.RUNTIMES).status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatIsCutOffTakesNoPlaceFromOthers() throws IOException {
        served.close();
        served = new Served(Served.settings(1, Optional.empty()));
        for (String length : new String[] {"Content-Length: 5000", "Transfer-Encoding: chunked"}) {
            try (RawHttpClient wire = new RawHttpClient(served.port())) {
                wire.send(
                        "POST %s HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n%s\r\n\r\n{"
                                .formatted(START, length));
                assertThat(wire.endOfRequest().rest()).isEmpty();
            }
            assertThat(served.get(Served.RUNTIMES).status()).as(length).isEqualTo(200);
        }
        assertThat(served.operations()).isZero();
    }

    @Test
    void readinessThatHangsLeavesHealthzAlone() throws IOException {
        CountDownLatch begun = new CountDownLatch(16);
        CountDownLatch end = new CountDownLatch(1);
        served.phase.check(() -> working(begun, end));
        RawHttpClient[] hanging = new RawHttpClient[16];
        try {
            for (int i = 0; i < hanging.length; i++) {
                hanging[i] = new RawHttpClient(served.port());
                hanging[i].send("GET /readyz HTTP/1.1\r\nHost: h\r\n\r\n");
            }
            await(begun);

            assertThat(served.get("/readyz").status()).isEqualTo(503);
            assertThat(served.get("/healthz").status()).isEqualTo(200);
            end.countDown();
            for (RawHttpClient wire : hanging) {
                assertThat(wire.answer().status()).isEqualTo(200);
            }
        } finally {
            end.countDown();
            for (RawHttpClient wire : hanging) {
                wire.close();
            }
        }
    }

    @Test
    void aClientThatGoesAwayCancelsNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        served.beforeOperations(() -> working(begun, end));
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send(Served.start());
            await(begun);
        }
        assertThat(served.get("/healthz").status()).isEqualTo(200);
        end.countDown();

        assertThat(served.server.drain(Duration.ofSeconds(5))).isTrue();
        assertThat(served.rows()).containsExactly("start g1 galaxy/game:1.4.0 admin_rest");
        assertThat(served.world.docker.containers()).singleElement().matches(it -> it.live());
    }

    private static void working(CountDownLatch begun, CountDownLatch end) {
        begun.countDown();
        await(end);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
