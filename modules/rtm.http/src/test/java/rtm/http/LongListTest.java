package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;

/** A list that does not fit into one part of its answer. */
@Timeout(30)
class LongListTest {

    private static final String LIST =
            "GET " + Served.RUNTIMES + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    @RegisterExtension final CapturedLog log = new CapturedLog();
    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
    }

    private void serve(HttpSettings settings, int records) throws IOException {
        served.close();
        served = new Served(settings);
        for (int i = 0; i < records; i++) {
            served.world.store.put(Records.running(name(i)));
        }
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    @Test
    void itHasTheSameBytesAsInOnePiece() throws IOException {
        serve(Served.settings(), 250);

        List<String> records = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            records.add(served.get(Served.RUNTIMES + "/" + name(i)).body());
        }

        Answered answer = served.get(Served.RUNTIMES);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"items\":[" + String.join(",", records) + "]}");
        assertThat(chunksRead()).isEqualTo(3);
    }

    @Test
    void aWholeNumberOfPartsEndsAsWell() throws IOException {
        serve(Served.settings(), 200);

        assertThat(served.get(Served.RUNTIMES).body()).endsWith("}]}").contains(name(199));
    }

    @Test
    void recordsThatCannotBeReadAreLeftOut() throws IOException {
        serve(Served.settings(), 150);
        IntStream.range(0, 120).forEach(i -> served.world.store.spoil(new GameId(name(i))));

        String body = served.get(Served.RUNTIMES).body();

        assertThat(body).startsWith("{\"items\":[{\"game_id\":\"" + name(120)).endsWith("}]}");
        assertThat(served.get(Served.RUNTIMES + "/" + name(5)))
                .satisfies(answer -> {
                    assertThat(answer.status()).isEqualTo(500);
                    assertThat(answer.body()).contains("internal_error", "cannot be read");
                });
    }

    @Test
    void aFailureInTheMiddleIsSeenByTheClient() throws IOException {
        serve(Served.settings(), 250);
        AtomicInteger chunks = new AtomicInteger();
        served.boundary.beforeEach(call -> {
            if (call.equals("chunk") && chunks.incrementAndGet() == 2) {
                throw new DependencyUnavailableException(Dependency.POSTGRES, "gone", null);
            }
        });

        String answer;
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            answer = wire.send(LIST).rest();
        }

        assertThat(answer).startsWith("HTTP/1.1 200").contains(name(0)).doesNotContain("]}");
        assertThat(answer).doesNotContain("\r\n0\r\n");
        assertThat(log.lines()).anyMatch(line -> line.contains("answer broken off"));
    }

    @Test
    void aFailureAtTheBeginningIsAnError() throws IOException {
        serve(Served.settings(), 250);
        served.boundary.beforeEach(call -> {
            if (call.equals("chunk")) {
                throw new DependencyUnavailableException(Dependency.POSTGRES, "gone", null);
            }
        });

        assertThat(served.get(Served.RUNTIMES).status()).isEqualTo(503);
    }

    @Test
    void aClientThatDoesNotReadCostsAFewPartsAndIsCut() throws Exception {
        serve(Served.impatient(), 0);
        for (int i = 0; i < 10_000; i++) {
            served.world.store.put(Records.wide(name(i), 2_000));
        }

        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send(LIST);
            assertThat(wire.isOpenFor(Duration.ofSeconds(5))).as("bytes are there").isFalse();
            assertThat(served.server.drain(Duration.ofSeconds(10))).isTrue();
        }

        assertThat(chunksRead()).as("20 MB are 100 parts").isBetween(1L, 80L);
    }

    private long chunksRead() {
        return served.boundary.calls().stream().filter("chunk"::equals).count();
    }

    private static String name(int number) {
        return "g%06d".formatted(number);
    }
}
