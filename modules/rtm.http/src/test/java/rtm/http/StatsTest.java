package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.EngineUsage;

class StatsTest {

    private static final String STATS = "/api/v1/internal/stats";

    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
        served.put(Records.running("g1"));
        served.put(Records.stopped("g2"));
        served.put(Records.running("g4"));
        served.used.uses(
                Records.container("g1"),
                new EngineUsage(
                        EngineUsage.Source.CGROUP,
                        Optional.of(250L),
                        Optional.of(1000L),
                        Optional.of(104857600L),
                        Optional.empty(),
                        Optional.of(12L),
                        Optional.of(512L)));
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    private static final String G1 =
            "{\"game_id\":\"g1\",\"container_id\":\"1f2a\",\"source\":\"cgroup\","
                    + "\"cpu_millicores\":250,\"cpu_limit_millicores\":1000,"
                    + "\"memory_bytes\":104857600,\"memory_limit_bytes\":null,\"pids\":12,"
                    + "\"pids_limit\":512,\"state_bytes\":%s,\"error\":null}";

    @Test
    void aRunningGameHasItsFigures() throws IOException {
        assertThat(served.get(Served.RUNTIMES + "/g1/stats").body())
                .isEqualTo(G1.formatted("null"));
        assertThat(served.get(Served.RUNTIMES + "/g1/stats?disk=true").body())
                .isEqualTo(G1.formatted("4096"));
    }

    @Test
    void aGameThatDoesNotRunHasOnlyItsState() throws IOException {
        assertThat(served.get(Served.RUNTIMES + "/g2/stats?disk=true").body())
                .contains("\"container_id\":null,\"source\":null,\"cpu_millicores\":null")
                .endsWith("\"state_bytes\":4096,\"error\":\"the game does not run\"}");
    }

    @Test
    void anUnknownGameIsNotFoundOrLeftOut() throws IOException {
        assertThat(served.get(Served.RUNTIMES + "/none/stats").status()).isEqualTo(404);
        assertThat(served.get(STATS + "?game_id=none").body()).isEqualTo("{\"items\":[]}");
    }

    @Test
    void severalGamesAreOneCall() throws IOException {
        assertThat(served.get(STATS + "?game_id=g4,g1,g1").body())
                .startsWith("{\"items\":[" + G1.formatted("null") + ",{\"game_id\":\"g4\"")
                .endsWith("neither the kernel nor Docker shows what it uses\"}]}");
        assertThat(served.boundary.calls()).filteredOn("records"::equals).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?game_id=", "?game_id=_", "?game_id=g1,", "?game_id=g1&disk=1"})
    void whatIsNoListOfGamesIsRefused(String query) throws IOException {
        assertThat(served.get(STATS + query).code()).isEqualTo("invalid_request");
    }

    @Test
    void aHundredGamesAreTheMost() throws IOException {
        assertThat(served.get(STATS + "?game_id=" + games(100)).status()).isEqualTo(200);
        assertThat(served.get(STATS + "?game_id=" + games(101)).code())
                .isEqualTo("invalid_request");
    }

    private static String games(int count) {
        return IntStream.range(0, count).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
    }
}
