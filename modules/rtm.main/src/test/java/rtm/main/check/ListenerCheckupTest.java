package rtm.main.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rtm.main.check.Finding.Level;
import rtm.main.settings.Environments;
import rtm.main.settings.Settings;

/** What the check reports about the address of the HTTP listener. */
@Timeout(20)
class ListenerCheckupTest {

    /** From a range that is reserved for documentation. */
    private static final String ELSEWHERE = "192.0.2.1:8096";

    @Test
    void anAddressOfAnotherHostIsCalledThat() {
        assertThat(address(ELSEWHERE))
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.FAIL);
                    assertThat(finding.found())
                            .contains("192.0.2.1 is not an address of this host")
                            .doesNotContain("another program");
                    assertThat(finding.advice()).contains("RTMANAGER_INTERNAL_HTTP_ADDR");
                });
    }

    @Test
    void everyLoopbackAddressIsOfThisHost() {
        assertThat(address("127.0.0.2:0").level()).isEqualTo(Level.OK);
    }

    @Test
    void anotherProgramOnAnAddressOfThisHostIsCalledThat() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(address("127.0.0.1:" + other.getLocalPort()).found())
                    .contains("another program listens");
        }
    }

    @Test
    void anotherProgramWhoseAnswerDoesNotEndIsNotReadToTheEnd() throws IOException {
        HttpServer other =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (OutputStream body = exchange.getResponseBody()) {
                        byte[] much = new byte[64 * 1024];
                        while (true) {
                            body.write(much);
                        }
                    }
                });
        other.start();
        try {
            assertThat(address("127.0.0.1:" + other.getAddress().getPort()).found())
                    .contains("another program listens");
        } finally {
            other.stop(0);
        }
    }

    private static Finding address(String address) {
        Settings settings =
                Environments.loaded(Environments.with("INTERNAL_HTTP_ADDR", address)).settings();
        return new ListenerCheckup(settings.http()).run().getFirst();
    }
}
