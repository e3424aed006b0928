package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HttpServerTest {

    private static final String HEALTHZ = "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n";

    @Test
    void aPortInUseIsToldInOneSentence() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpSettings settings = at(Optional.of("127.0.0.1"), other.getLocalPort());

            assertThatThrownBy(() -> open(settings))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "cannot listen on 127.0.0.1:%d: the address is in use by another program",
                            other.getLocalPort());
        }
    }

    @Test
    void anAddressOfAnotherHostIsToldInOneSentence() {
        assertThatThrownBy(() -> open(at(Optional.of("192.0.2.1"), 0)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on 192.0.2.1:0: Cannot assign requested address");
    }

    @Test
    void aHostNameThatNobodyKnowsIsToldInOneSentence() {
        assertThatThrownBy(() -> open(at(Optional.of("nowhere.invalid"), 0)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on nowhere.invalid:0: the host name is not known");
    }

    @Test
    void withoutAHostItListensOnBothFamilies() throws IOException {
        try (HttpServer server = open(at(Optional.empty(), 0))) {
            assertThat(ask(InetAddress.ofLiteral("127.0.0.1"), server).status()).isEqualTo(200);
            if (hasIpv6()) {
                assertThat(ask(InetAddress.ofLiteral("::1"), server).status()).isEqualTo(200);
            }
        }
    }

    private static boolean hasIpv6() throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.ofLiteral("::1")) != null;
    }

    private static Answered ask(InetAddress address, HttpServer server) throws IOException {
        try (RawHttpClient wire = new RawHttpClient(address, server.port())) {
            return wire.send(HEALTHZ).answer();
        }
    }

    private static HttpSettings at(Optional<String> host, int port) {
        HttpSettings usual = Served.settings();
        return new HttpSettings(
                host,
                port,
                usual.readHeaderTimeout(),
                usual.readTimeout(),
                usual.idleTimeout(),
                usual.maxConcurrentRequests(),
                usual.token(),
                usual.allowedHosts());
    }

    private static HttpServer open(HttpSettings settings) throws IOException {
        try (Served behind = new Served()) {
            return HttpServer.open(
                    settings, behind.backend(Optional.empty()), OpenTelemetry.noop());
        }
    }

    @Test
    void aDrainWaitsForWhatIsAtWorkAndRefusesWhatIsNew() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (Served served = new Served();
                RawHttpClient atWork = new RawHttpClient(served.port());
                RawHttpClient open = new RawHttpClient(served.port())) {
            served.beforeOperations(() -> working(begun, end));
            open.send(HEALTHZ).answer();
            atWork.send(Served.start());
            begun.await();
            assertThat(served.server.drain(Duration.ZERO)).isFalse();

            CompletableFuture<Boolean> drained =
                    CompletableFuture.supplyAsync(() -> drain(served.server));
            for (RawHttpClient wire :
                    new RawHttpClient[] {open, new RawHttpClient(served.port())}) {
                Answered refused = wire.send(HEALTHZ).answer();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.code()).isEqualTo("service_unavailable");
                assertThat(refused.header("connection")).contains("close");
                assertThat(refused.header("retry-after")).isPresent();
                assertThat(wire.rest()).isEmpty();
                wire.close();
            }
            assertThat(drained).isNotDone();

            end.countDown();
            assertThat(atWork.answer().status()).isEqualTo(200);
            assertThat(drained.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closingInterruptsWhatTheDrainLeftAtWork() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (Served served = new Served();
                RawHttpClient wire = new RawHttpClient(served.port())) {
            served.beforeOperations(() -> {
                try {
                    working(begun, new CountDownLatch(1));
                } finally {
                    if (Thread.currentThread().isInterrupted()) {
                        interrupted.countDown();
                    }
                }
            });
            wire.send(Served.start());
            begun.await();

            assertThat(served.server.drain(Duration.ofMillis(1))).isFalse();
            served.server.close();

            assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void afterItsCloseNobodyIsServed() throws IOException {
        Served served = new Served();
        int port = served.port();
        served.close();

        assertThatThrownBy(() -> new RawHttpClient(port)).isInstanceOf(IOException.class);
    }

    private static boolean drain(HttpServer server) {
        try {
            return server.drain(Duration.ofSeconds(10));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void working(CountDownLatch begun, CountDownLatch end) {
        begun.countDown();
        try {
            end.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
