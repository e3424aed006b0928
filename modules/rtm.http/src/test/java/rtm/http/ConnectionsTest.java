package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;

/** More connections than there may be: 64, on a real listener. */
@Timeout(60)
class ConnectionsTest {

    private static final int MOST = 64;
    private static final String HEALTHZ = "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String LIST = "GET " + Served.RUNTIMES + " HTTP/1.1\r\nHost: h\r\n\r\n";

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final Deque<RawHttpClient> open = new ArrayDeque<>();
    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served(Served.settings(8, Optional.empty()));
    }

    @AfterEach
    void close() throws IOException {
        for (RawHttpClient wire : open) {
            wire.close();
        }
        served.close();
    }

    private RawHttpClient connect() throws IOException {
        RawHttpClient wire = new RawHttpClient(served.port());
        open.add(wire);
        return wire;
    }

    private RawHttpClient used() throws IOException {
        RawHttpClient wire = connect().send(HEALTHZ);
        assertThat(wire.answer().status()).isEqualTo(200);
        return wire;
    }

    @Test
    void theLongestIdleIsClosedForANewOne() throws IOException {
        RawHttpClient first = used();
        RawHttpClient second = used();
        while (open.size() < MOST) {
            used();
        }
        assertThat(first.send(HEALTHZ).answer().status()).isEqualTo(200);

        RawHttpClient late = used();

        assertThat(second.rest()).isEmpty();
        for (RawHttpClient kept : new RawHttpClient[] {first, late}) {
            assertThat(kept.send(HEALTHZ).answer().status()).isEqualTo(200);
        }
        assertThat(log.lines("WARN"))
                .singleElement()
                .asString()
                .contains("too many connections")
                .contains("most=64");
    }

    @Test
    void thousandConnectionsThatAskNothingKeepNobodyOut() throws IOException {
        for (int i = 0; i < 1000; i++) {
            connect();
        }
        for (int i = 0; i < 20; i++) {
            assertThat(served.get("/healthz").status()).isEqualTo(200);
            assertThat(served.get("/readyz").status()).isEqualTo(200);
            assertThat(served.get(Served.RUNTIMES).status()).isEqualTo(200);
        }
        awaitClosings();
    }

    /** A connection that was closed for another one is so for its client a moment later. */
    private void awaitClosings() {
        while (stillOpen() > MOST) {
            Thread.onSpinWait();
        }
    }

    private long stillOpen() {
        return open.stream().filter(ConnectionsTest::isOpen).count();
    }

    private static boolean isOpen(RawHttpClient wire) {
        try {
            return wire.isOpenFor(Duration.ofMillis(1));
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void clientsThatDoNotReadTheirListKeepNobodyOut() throws Exception {
        for (int i = 0; i < 100; i++) {
            served.world.store.put(Records.wide("g" + i, 50_000));
        }
        for (int i = 0; i < 2 * MOST; i++) {
            connect().send(LIST);
            if (i % 20 == 0) {
                assertThat(served.get("/healthz").status()).isEqualTo(200);
                assertThat(RawHttpClient.ask(served.port(), Served.start("n" + i)).status())
                        .isIn(200, 503);
            }
        }
        assertThat(served.get("/readyz").status()).isEqualTo(200);
        // The last lists may still be read.
        while (served.get(Served.RUNTIMES + "/g1").status() == 503) {
            Thread.onSpinWait();
        }
        assertThat(served.get(Served.RUNTIMES + "/g1").status()).isEqualTo(200);
    }

    @Test
    void aConnectionWhoseOperationRunsIsNotClosedForOthers() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        served.beforeOperations(() -> {
            started.countDown();
            await(end);
        });
        RawHttpClient working = connect().send(Served.start());
        await(started);
        for (int i = 0; i < 3 * MOST; i++) {
            used();
        }
        end.countDown();
        assertThat(working.answer().status()).isEqualTo(200);
    }

    @Test
    void requestsThatDripGiveWayToo() throws IOException {
        String[] halves = {
            "GET /healthz HTTP/1.1\r\nHo",
            Served.posted(Served.RUNTIMES + "/g1/start", "", "{}").replace("{}", "{")
        };
        for (int i = 0; i < 2 * MOST; i++) {
            connect().send(halves[i % halves.length]);
        }
        assertThat(served.get("/healthz").status()).isEqualTo(200);
        awaitClosings();
    }

    @Test
    void whatIsNotHttpIsRefusedWithTheBodyOfAllErrors() throws IOException {
        String tooMany = "X: y\r\n".repeat(101);
        for (String request :
                List.of(
                        "GET /healthz HTTP/1.1\r\n\r\n",
                        "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                        "GET /healthz HTTP/1.1\r\nHost: h:port\r\n\r\n",
                        "GET /healthz HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
                        "GET /healthz HTTP/1.1\r\nHost: h\r\n" + tooMany + "\r\n",
                        "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: h\r\n\r\n",
                        "GET /healthz HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
                        "rubbish\r\n\r\n")) {
            Answered answer = connect().send(request).answer();
            String start = request.substring(0, Math.min(60, request.length()));
            assertThat(answer.status()).as(start).isEqualTo(400);
            assertThat(answer.code()).as(start).isEqualTo("invalid_request");
            assertThat(answer.header("content-type")).as(start).contains("application/json");
            assertThat(answer.header("connection")).as(start).contains("close");
            assertThat(open.getLast().rest()).as(start).isEmpty();
        }
    }

    @Test
    void whatFollowsAnAnswerAndIsNotHttpIsRefusedTheSameWay() throws IOException {
        RawHttpClient wire = connect().send(HEALTHZ + "rubbish\r\n\r\n");
        assertThat(wire.answer().status()).isEqualTo(200);
        try {
            Answered second = wire.answer();
            assertThat(second.status()).isEqualTo(400);
            assertThat(second.code()).isEqualTo("invalid_request");
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
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
