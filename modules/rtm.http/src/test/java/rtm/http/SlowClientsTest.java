package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SlowClientsTest {

    private static final String HALF_A_BODY =
            "POST "
                    + Served.RUNTIMES
                    + "/g1/start HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 5000\r\n\r\n{";
    private static final String HALF_A_HEADER = "GET /healthz HTTP/1.1\r\nHo";

    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served(Served.impatient());
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    @Test
    void aConnectionThatAsksNothingIsClosed() throws IOException {
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            assertThat(wire.rest()).isEmpty();
        }
    }

    @Test
    void aConnectionThatAsksNothingMoreIsClosed() throws IOException {
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(wire.answer().status()).isEqualTo(200);
            assertThat(wire.rest()).isEmpty();
        }
    }

    @Test
    void aHeaderThatDripsIsCut() throws IOException {
        assertThat(drip(HALF_A_HEADER, "x")).isEmpty();
    }

    @Test
    void aBodyThatDripsIsCutThoughEachByteIsInTime() throws Exception {
        assertThat(drip(HALF_A_BODY, " ")).isEmpty();

        assertThat(served.operations()).isZero();
        assertThat(served.server.drain(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void aChunkedBodyThatDripsIsCut() throws Exception {
        String begun =
                HALF_A_BODY.replaceFirst(
                        "Content-Length: 5000\r\n\r\n.", "Transfer-Encoding: chunked\r\n\r\n");
        assertThat(drip(begun, "1\r\n \r\n")).isEmpty();
        assertThat(served.server.drain(Duration.ofSeconds(5))).isTrue();
    }

    /** Sends a little every 50 ms for far longer than the timeouts, until the server has enough. */
    private String drip(String begin, String drop) throws IOException {
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send(begin);
            for (int i = 0; i < 100 && wire.isOpenFor(Duration.ofMillis(50)); i++) {
                wire.send(drop);
            }
            return wire.rest();
        } catch (SocketException cut) {
            return "";
        }
    }

    @Test
    void anAnswerThatIsNotTakenIsCut() throws Exception {
        for (int i = 0; i < 400; i++) {
            served.world.store.put(Records.wide("g" + i, 50_000));
        }
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send("GET " + Served.RUNTIMES + " HTTP/1.1\r\nHost: h\r\n\r\n");

            assertThat(wire.isOpenFor(Duration.ofSeconds(5))).as("bytes are there").isFalse();
            assertThat(served.server.drain(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void anOperationTakesAsLongAsItTakes() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        served.beforeOperations(() -> {
            try {
                assertThat(never.await(700, TimeUnit.MILLISECONDS)).isFalse();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send(Served.start());
            assertThat(wire.answer().status()).isEqualTo(200);
            wire.send(Served.start());
            assertThat(wire.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void twoHundredSlowClientsKeepNobodyWaiting() throws IOException {
        served.close();
        served = new Served();
        List<RawHttpClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                slow.add(
                        new RawHttpClient(served.port())
                                .send(i % 2 == 0 ? HALF_A_BODY : HALF_A_HEADER));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(RawHttpClient.ask(served.port(), Served.start()).status())
                        .isEqualTo(200);
                assertThat(served.get("/healthz").status()).isEqualTo(200);
            }
            assertThat(served.operations()).isEqualTo(20);
        } finally {
            for (RawHttpClient wire : slow) {
                wire.close();
            }
        }
    }
}
