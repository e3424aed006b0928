package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code show} knows beside the record. */
final class ShowCommandTest {

    private static final String GAME = "GET /api/v1/internal/runtimes/game-1";
    private static final String HEALTH =
            "{\"status\":\"healthy\",\"unwell\":false,\"words\":\"healthy\"}";
    private static final String STATS =
            "{\"game_id\":\"game-1\",\"cpu_limit_millicores\":1500,\"memory_limit_bytes\":536870912,\"pids_limit\":512}";
    private static final String HISTORY =
            "{\"items\":[{\"at\":\"2026-04-28T11:00:00Z\",\"operation\":{\"op_kind\":\"start\"}}]}";

    private AnsweringService service;

    @BeforeEach
    void serve() throws Exception {
        service = new AnsweringService();
        service.answers(GAME, record("running"));
        service.answers(GAME + "/health", HEALTH);
        service.answers(GAME + "/stats", STATS);
        service.answers(GAME + "/history?limit=10", HISTORY);
    }

    @AfterEach
    void close() {
        service.close();
    }

    private static String record(String status) {
        return "{\"game_id\":\"game-1\",\"status\":\"%s\",\"stopped_at\":null}".formatted(status);
    }

    private static String json(String record, String health, String stats) {
        return "%s,\"health\":%s,\"stats\":%s,\"history\":%s}"
                .formatted(record.substring(0, record.length() - 1), health, stats, HISTORY);
    }

    @Test
    void jsonHasTheRecordsFieldsAndAllThatTheTextHas() {
        assertThat(service.types("show", "game-1", "--json")).isZero();
        assertThat(service.lines()).containsExactly(json(record("running"), HEALTH, STATS));
        assertThat(service.errors()).isEmpty();
    }

    @Test
    void aGameIsStoppedSinceItsEngineEndedAndNotSinceThatWasNoted() {
        service.answers(
                GAME,
                """
                {"game_id":"game-1","status":"stopped","current_container_id":"c1",
                 "started_at":"2026-04-28T11:00:00Z","stopped_at":"2026-04-28T11:59:00Z"}\
                """);
        service.answers(
                GAME + "/history?limit=10",
                """
                {"items":[{"at":"2026-04-28T11:50:00Z","ending":{"container_id":"c1",
                 "started_at":"2026-04-28T11:00:00Z","ended_at":"2026-04-28T11:50:00Z"}}],"next":null}\
                """);

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines()).contains("stopped    04-28 11:50:00 UTC, 10m ago");
    }

    @Test
    void whatIsNotKnownIsNull() {
        service.answers(GAME, record("stopped"));
        service.refuses(GAME + "/health", 404, "not_found", "nothing was seen");

        assertThat(service.types("show", "game-1", "--json")).isZero();
        assertThat(service.lines()).containsExactly(json(record("stopped"), "null", "null"));
    }

    @Test
    void aFirstStartThatFailedHasATimeLineInJsonToo() {
        service.refuses(GAME, 404, "not_found", "no runtime of game game-1");
        service.answers(
                AnsweringService.OPEN_OPERATIONS + "&game_id=game-1",
                "{\"items\":[],\"next\":null}");
        service.answers(
                "GET /api/v1/internal/operations?limit=50&game_id=game-1",
                "{\"items\":[{\"op_kind\":\"start\",\"error_code\":\"image_pull_failed\"}],\"next\":null}");

        assertThat(service.types("show", "game-1", "--json")).isZero();
        assertThat(service.lines())
                .containsExactly(json("{\"game_id\":\"game-1\"}", "null", "null"));
    }

    @Test
    void theLimitsOfARunningEngineAreShown() {
        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines())
                .contains("limits     1.50 processors, 512M memory, 512 processes");
    }

    @Test
    void theRestIsShownIfTheLimitsCannotBeRead() {
        service.refuses(GAME + "/stats", 503, "service_unavailable", "docker: does not answer");

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines())
                .startsWith("game-1  running  healthy")
                .noneMatch(line -> line.startsWith("limits"));
    }

    @Test
    void healthThatNobodyCanSeeIsDoubtful() {
        service.answers(
                "GET /api/v1/internal/status",
                "{\"dependencies\":[{\"name\":\"docker\",\"ok\":false,\"error\":\"did not answer\"}],\"problems\":[]}");

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines()).startsWith("game-1  running  healthy?");
    }

    @Test
    void anEndThatWasFoundLateHasTheAgeOfTheEnd() {
        service.answers(
                GAME,
                """
                {"game_id":"game-1","status":"stopped","current_container_id":"c1","started_at":"2026-04-28T10:00:00Z"}
                """);
        service.answers(
                GAME + "/health",
                """
                {"status":"exited","observed_at":"2026-04-28T11:59:00Z","unwell":true,"words":"exited 137"}
                """);
        service.answers(
                GAME + "/history?limit=10",
                """
                {"items":[{"at":"2026-04-28T11:54:00Z",
                 "ending":{"container_id":"c1","exit_code":137,"ended_at":"2026-04-28T11:54:00Z"}}]}
                """);

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines()).startsWith("game-1  stopped  exited 137, 6m ago");
    }

    @Test
    void anOutageIsSaidApartFromIt() {
        service.answers(
                "GET /api/v1/internal/status",
                "{\"dependencies\":[{\"name\":\"redis\",\"ok\":false,\"error\":\"user is disabled.\"}],\"problems\":[]}");

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.errors())
                .isEqualTo(
                        "Warning: redis: user is disabled; affects starts, stops, health and ends of games");
    }
}
