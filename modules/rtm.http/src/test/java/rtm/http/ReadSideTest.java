package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadSideTest {

    private static final String ONE = Served.RUNTIMES + "/g1";

    private Served served;
    private SampleEntries history;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
        history = new SampleEntries(served.world.store);
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    @Test
    void anOperationHasEveryColumnInItsOrder() throws IOException {
        history.failedJob("g1", 7);
        history.openStop("g1", 8);

        Answered answer = served.get(ONE + "/operations");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        """
                        {"items":[{"id":2,"game_id":"g1","op_kind":"stop","op_source":"gm_rest",\
                        "source_ref":null,"operation_id":"00000000-0000-0000-0000-000000000008",\
                        "image_ref":null,"previous_image_ref":null,"container_id":null,\
                        "reason":"cancelled","outcome":"in_progress","error_code":null,\
                        "error_message":null,"started_at":"2026-04-28T07:18:54Z",\
                        "finished_at":null},\
                        {"id":1,"game_id":"g1","op_kind":"start",\
                        "op_source":"lobby_stream","source_ref":"runtime:start_jobs/1-0",\
                        "operation_id":"00000000-0000-0000-0000-000000000007",\
                        "image_ref":"galaxy/game:1.4.0","previous_image_ref":null,\
                        "container_id":null,"reason":null,"outcome":"failure",\
                        "error_code":"image_pull_failed","error_message":"manifest unknown",\
                        "started_at":"2026-04-28T07:18:54Z",\
                        "finished_at":"2026-04-28T08:00:00.500Z"}]}\
                        """);
    }

    @Test
    void fiftyOperationsAreToldUnlessMoreOrFewerAreAskedFor() throws IOException {
        for (int id = 1; id <= 600; id++) {
            history.closedStop("g1", id);
        }

        assertThat(rows("")).isEqualTo(50);
        assertThat(rows("?limit=1")).isEqualTo(1);
        assertThat(rows("?limit=500")).isEqualTo(500);
    }

    private int rows(String query) throws IOException {
        return served.get(ONE + "/operations" + query).body().split("op_kind", -1).length - 1;
    }

    @Test
    void aGameWithARecordAndWithoutOperationsHasNone() throws IOException {
        served.put(Records.running("g1"));

        assertThat(served.get(ONE + "/operations").body()).isEqualTo("{\"items\":[]}");
    }

    @Test
    void theHealthIsTheSnapshotWithItsDetailsAsTheyAre() throws IOException {
        served.put(Records.running("g1"));
        history.seen("g1", "{\"last_error\":\"\\\"é\\\"\",\"n\":3}");

        Answered answer = served.get(ONE + "/health");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        """
                        {"game_id":"g1","container_id":"1f2a","status":"probe_failed",\
                        "source":"probe","details":{"last_error":"\\"é\\"","n":3},\
                        "observed_at":"2026-04-28T08:00:00.500Z",\
                        "unwell":true,"words":"probe failed"}\
                        """);
    }

    @Test
    void theLogsAreTheEnginesOwnText() throws IOException {
        served.put(Records.running("g1"));
        for (int line = 1; line <= 300; line++) {
            served.world.docker.write(Records.container("g1"), "line " + line);
        }
        served.world.docker.write(Records.container("g1"), "line \"one\"");
        served.world.docker.write(Records.container("g1"), "ü");

        Answered answer = served.get(ONE + "/logs?tail=2");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).contains("text/plain; charset=utf-8");
        assertThat(answer.body()).isEqualTo("line \"one\"\nü\n");
        assertThat(served.get(ONE + "/logs").body().lines()).hasSize(200).endsWith("ü");
    }

    @ParameterizedTest
    @CsvSource({"operations", "health", "logs"})
    void ofAnUnknownGameThereIsNothing(String what) throws IOException {
        Answered answer = served.get(ONE + "/" + what);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("not_found");
        assertThat(served.get(Served.RUNTIMES + "/_g/" + what).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "operations?limit=0, limit must be a whole number from 1 to 500",
        "operations?limit=501, limit must be a whole number from 1 to 500",
        "operations?limit=-1, limit must be",
        "operations?limit=+1, limit must be",
        "operations?limit=, limit must be",
        "operations?limit=x, limit must be",
        "operations?limit=1.0, limit must be",
        "operations?limit=99999999999999999999, limit must be",
        "operations?limit=%D9%A1, limit must be",
        "operations?limit=1&limit=2, repeated query parameter limit",
        "operations?tail=1, unknown query parameter tail",
        "health?limit=1, unknown query parameter limit",
        "logs?tail=0, tail must be a whole number from 1 to 10000",
        "logs?tail=10001, tail must be",
        "logs?tail=all, tail must be",
    })
    void aNumberOutOfBoundsIsRefused(String query, String message) throws IOException {
        Answered answer = served.get(ONE + "/" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.message()).contains(message);
        assertThat(served.boundary.calls()).isEmpty();
    }

    @Test
    void theContractIsServedAsItStandsInTheProject() throws IOException {
        for (int i = 0; i < 2; i++) {
            Answered answer = served.get("/openapi.yaml");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type")).contains("text/plain; charset=utf-8");
            assertThat(answer.body())
                    .isEqualTo(Files.readString(Path.of("../../api/openapi.yaml")));
        }
    }
}
