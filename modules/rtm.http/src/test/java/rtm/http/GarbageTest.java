package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GarbageTest {

    private static final int REQUESTS = 3_000;
    private static final int CLIENTS = 8;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final List<String> SEEDS =
            List.of(
                    "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n",
                    "GET /api/v1/internal/runtimes?status=running HTTP/1.1\r\nHost: h\r\n\r\n",
                    "GET /api/v1/internal/runtimes/g1 HTTP/1.1\r\nHost: h\r\n\r\n",
                    Served.start(),
                    Served.posted(
                            Served.RUNTIMES + "/g1/stop",
                            "Content-Type: application/json\r\nX-Galaxy-Caller: gm\r\n",
                            "{\"reason\":\"timeout\"}"),
                    Served.start()
                            .replaceFirst(
                                    "(?s)Content-Length.*",
                                    "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"));

    @Test
    void garbageGetsARefusalOrACloseAndTheServerStillAnswers() throws Exception {
        try (Served served = new Served();
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            CompletableFuture<?>[] all = new CompletableFuture<?>[CLIENTS];
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(20_261_121L + i);
                all[i] =
                        CompletableFuture.runAsync(
                                () -> throwGarbage(served.port(), random), clients);
            }
            CompletableFuture.allOf(all).join();

            assertThat(served.get("/healthz").status()).isEqualTo(200);
            assertThat(Wire.ask(served.port(), Served.start()).status()).isEqualTo(200);
            assertThat(served.server.drain(Duration.ofSeconds(5))).isTrue();
        }
    }

    private static void throwGarbage(int port, Random random) {
        for (int i = 0; i < REQUESTS / CLIENTS; i++) {
            byte[] request = spoiled(random);
            String answer = thrown(port, request);
            var matcher = STATUS.matcher(answer);
            while (matcher.find()) {
                assertThat(Integer.parseInt(matcher.group(1)))
                        .as(new String(request, StandardCharsets.ISO_8859_1))
                        .isBetween(100, 499);
            }
            assertThat(answer).doesNotContain("Exception").doesNotContain("io.undertow");
        }
    }

    private static String thrown(int port, byte[] request) {
        try (Wire wire = new Wire(port)) {
            return wire.send(request).endOfRequest().rest();
        } catch (SocketException closed) {
            return "";
        } catch (IOException hung) {
            throw new AssertionError(
                    "no answer and no close: " + new String(request, StandardCharsets.ISO_8859_1),
                    hung);
        }
    }

    private static byte[] spoiled(Random random) {
        String seed = SEEDS.get(random.nextInt(SEEDS.size()));
        byte[] bytes = seed.getBytes(StandardCharsets.ISO_8859_1);
        if (random.nextInt(10) == 0) {
            random.nextBytes(bytes);
            return bytes;
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            bytes = mutation(bytes, random);
        }
        return bytes;
    }

    private static byte[] mutation(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        byte[] head = Arrays.copyOf(bytes, at);
        byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
        return switch (random.nextInt(5)) {
            case 0 -> joined(head, new byte[] {(byte) random.nextInt(256)}, tail);
            case 1 -> joined(head, tail.length == 0 ? tail : rest(tail, 1));
            case 2 -> joined(head, rest(tail, random.nextInt(tail.length + 1)));
            case 3 ->
                    joined(
                            head,
                            "\r\n".repeat(random.nextInt(3)).getBytes(StandardCharsets.US_ASCII),
                            tail);
            default ->
                    joined(
                            head,
                            "%00/..;{}\"["
                                    .substring(random.nextInt(9))
                                    .getBytes(StandardCharsets.US_ASCII),
                            tail);
        };
    }

    private static byte[] rest(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
