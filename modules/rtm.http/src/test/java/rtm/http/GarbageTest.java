package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.testkit.document.Fuzz;

class GarbageTest {

    private static final int CLIENTS = 8;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final Fuzz fuzz = Fuzz.fromEnvironment();
    private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();
    private final Served served;

    GarbageTest() throws IOException {
        served = new Served();
    }

    @BeforeEach
    void fill() throws IOException {
        served.world.docker.images().addAll();
        served.put(Records.running("g1"));
        new SampleEntries(served.world.store).failedJob("g1", 1);
        new SampleEntries(served.world.store).seen("g1", "{}");
        served.world.docker.write(Records.container("g1"), "a line");
    }

    @Test
    void garbageGetsAProperAnswerOrACloseAndTheServerStillAnswers() throws Exception {
        try (served;
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            throwAt(clients, fuzz.count() / 10, 1);
            long before = Fuzz.usedHeap();
            throwAt(clients, fuzz.count() - fuzz.count() / 10, 1_000_000);
            long after = Fuzz.usedHeap();
            fuzz.print("requests", answers, before, after);

            assertThat(after).as("memory stays flat").isLessThan(before + Fuzz.SLACK_BYTES);
            assertThat(served.get("/healthz").status()).isEqualTo(200);
            assertThat(RawHttpClient.ask(served.port(), Served.start("another")).status())
                    .isEqualTo(200);
            assertThat(served.server.drain(Duration.ofSeconds(5))).isTrue();
        }
    }

    private void throwAt(ExecutorService clients, int count, long seedOffset) {
        CompletableFuture<?>[] all = new CompletableFuture<?>[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            Mutations mutations = new Mutations(fuzz.seed() + seedOffset + i);
            all[i] =
                    CompletableFuture.runAsync(
                            () -> throwGarbage(mutations, count / CLIENTS), clients);
        }
        CompletableFuture.allOf(all).join();
    }

    private void throwGarbage(Mutations mutations, int count) {
        for (int i = 0; i < count; i++) {
            byte[] request = mutations.next();
            String answer = thrown(request);
            var matcher = STATUS.matcher(answer);
            boolean any = false;
            while (matcher.find()) {
                any = true;
                answers.merge(matcher.group(1), 1, Integer::sum);
                assertThat(Integer.parseInt(matcher.group(1)))
                        .as("seed %d: %s", fuzz.seed(), text(request))
                        .isBetween(100, 499);
            }
            if (!any) {
                answers.merge("closed", 1, Integer::sum);
            }
            assertThat(answer).doesNotContain("Exception").doesNotContain("io.undertow");
        }
    }

    private String thrown(byte[] request) {
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            return wire.send(request).endOfRequest().rest();
        } catch (SocketException closed) {
            return "";
        } catch (IOException hung) {
            throw new AssertionError("no answer and no close: " + text(request), hung);
        }
    }

    private static String text(byte[] request) {
        return new String(request, StandardCharsets.ISO_8859_1);
    }
}
