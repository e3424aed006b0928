package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole program, ended while the service has not answered. */
@Timeout(60)
final class UnfinishedChangeTest {

    private static final int ENDED_BY_SIGTERM = 143;

    @ParameterizedTest
    @CsvSource({
        "stop game-1, with the request; see: rtmanager ops --open",
        "images pull galaxy/game:1.4.0, with the pull"
    })
    void itSaysThatTheServiceGoesOn(String line, String words) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            server.setExecutor(executor);
            server.createContext(
                    "/",
                    exchange -> {
                        if (exchange.getRequestMethod().equals("POST")) {
                            exchange.getRequestBody().readAllBytes();
                            asked.countDown();
                        }
                        try {
                            over.await();
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                        exchange.close();
                    });
            server.start();
            Process program = program(server.getAddress().getPort(), line);
            try {
                asked.await();
                program.toHandle().destroy();
                String said =
                        new String(program.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(program.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
                assertThat(said.lines())
                        .filteredOn(each -> each.startsWith("Ended before the answer."))
                        .containsExactly("Ended before the answer. The service goes on " + words);
            } finally {
                program.destroyForcibly();
                over.countDown();
                server.stop(0);
            }
        }
    }

    private static Process program(int port, String line) throws Exception {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), "rtm.main.Main"));
        words.addAll(List.of(line.split(" ", -1)));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("RTMANAGER_URL", "http://127.0.0.1:" + port);
        return builder.start();
    }
}
