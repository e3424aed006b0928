package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that does not know which jobs wait does not say that none does. */
final class UnknownJobsTest {

    private static final String ONE = " /api/v1/internal/runtimes/game-1";
    private static final String NOTHING = "{\"items\":[],\"next\":null}";
    private static final String SILENT =
            "node vm-3, which reads the jobs, does not answer: connection refused";
    private static final String UNKNOWN = "jobs that wait are not known: " + SILENT;
    private static final String START =
            "whether a start job of game game-1 waits is not known: " + SILENT;

    private AnsweringService service;

    @BeforeEach
    void serve() throws Exception {
        service = new AnsweringService();
        status("on_node", "\"jobs_unknown\":\"" + SILENT + "\",\"jobs\":[]");
        service.answers(AnsweringService.OPEN_OPERATIONS, NOTHING);
        service.answers(AnsweringService.OPEN_OPERATIONS + "&game_id=game-1", NOTHING);
        service.answers("GET /api/v1/internal/operations?limit=20&open=true", NOTHING);
        service.answers("GET /api/v1/internal/operations?limit=50&game_id=game-1", NOTHING);
        service.answers("GET /api/v1/internal/overview?limit=1000", NOTHING);
    }

    @AfterEach
    void close() {
        service.close();
    }

    private void status(String phase, String jobs) {
        service.answers(
                "GET /api/v1/internal/status",
                """
                {"version":"0.2.0","phase":"%s","leader":{"address":"10.0.0.3:8096"},"dependencies":[],
                 "nodes":[{"number":1,"name":"vm-1","held":true,"words":null},{"number":3,"name":"vm-3","held":true,"words":null}],
                 "pending":[],"problems":[],%s}\
                """
                        .formatted(phase, jobs));
    }

    @Test
    void theStatusSaysSo() {
        assertThat(service.types("status")).isZero();
        assertThat(service.lines())
                .contains("  " + UNKNOWN)
                .anyMatch(line -> line.contains("jobs ? waiting"));
    }

    @Test
    void theTableOfGamesSaysSo() {
        assertThat(service.types("ps")).isZero();
        assertThat(service.errors()).isEqualTo("Warning: " + UNKNOWN);
        assertThat(service.types("ps", "--json")).isZero();
        assertThat(service.errors()).isEqualTo("Warning: " + UNKNOWN);
    }

    @Test
    void whatIsInProgressMayNotBeAll() {
        assertThat(service.types("ops", "--open")).isEqualTo(1);
        assertThat(service.errors()).isEqualTo("Not all is shown: " + UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "logs"})
    void aGameThatIsNotKnownMayWaitForItsStart(String command) {
        service.refuses("GET" + ONE, 404, "not_found", "no runtime of game game-1");
        service.refuses(
                "GET" + ONE + "/logs?tail=100", 404, "not_found", "no runtime of game game-1");

        assertThat(service.types(command, "game-1")).isEqualTo(1);
        assertThat(service.errors())
                .isEqualTo("no runtime of game game-1; " + START + " (not_found)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "rm"})
    void aGameThatIsStoppedMayStartAgain(String command) {
        service.answers(
                "stop".equals(command) ? "POST" + ONE + "/stop" : "DELETE" + ONE + "/container",
                "{\"game_id\":\"game-1\",\"status\":\"stopped\",\"current_image_ref\":\"i:1\"}");

        assertThat(service.types(command, "game-1")).isZero();
        assertThat(service.errors()).isEqualTo("Warning: " + START);
    }

    @Test
    void anEarlierVersionThatReadsNoJobsDoesNotKnowThem() {
        status("on_node", "\"jobs\":[{\"stream\":\"start_jobs\",\"waiting\":116},{\"waiting\":0}]");

        assertThat(service.types("status")).isZero();
        assertThat(service.lines()).anyMatch(line -> line.contains("jobs ? waiting"));
        assertThat(service.types("ps")).isZero();
        assertThat(service.errors())
                .isEqualTo("Warning: jobs that wait are known to the leader, 10.0.0.3:8096");
    }

    @Test
    void whoHasAskedTheReaderKnowsThem() {
        status(
                "on_node",
                "\"jobs_read_on\":\"vm-3\",\"jobs\":[{\"stream\":\"start_jobs\",\"waiting\":2},{\"waiting\":0}]");

        assertThat(service.types("status")).isZero();
        assertThat(service.lines())
                .noneMatch(line -> line.contains("jobs that wait"))
                .anyMatch(line -> line.contains("jobs 2 waiting"));
        assertThat(service.types("ops", "--open")).isZero();
        assertThat(service.types("ps")).isZero();
        assertThat(service.errors()).isEmpty();
    }
}
