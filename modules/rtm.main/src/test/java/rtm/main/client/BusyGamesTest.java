package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Games that an operation holds, or whose first start is in progress or failed. */
final class BusyGamesTest {

    private static final String ONE = " /api/v1/internal/runtimes/game-1";
    private static final String OPEN = AnsweringService.OPEN_OPERATIONS + "&game_id=game-1";
    private static final String PULLING =
            """
            {"items":[{"game_id":"game-1","op_kind":"start","op_source":"lobby_stream","outcome":"in_progress",
             "image_ref":"galaxy/game:1.4.9","started_at":"2026-04-28T11:59:18Z",
             "waits_for":"pull of galaxy/game:1.4.9 for 42s, no progress yet"}],"next":null}\
            """;
    private static final String NOTHING = "{\"items\":[],\"next\":null}";
    private static final String STARTS =
            "start of galaxy/game:1.4.9 by lobby for 42s, waits for the pull of galaxy/game:1.4.9 for 42s, no progress yet";

    private AnsweringService service;

    @BeforeEach
    void serve() throws Exception {
        service = new AnsweringService();
        service.answers(OPEN, PULLING);
    }

    @AfterEach
    void close() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop game-1", "restart game-1", "patch game-1 galaxy/game:1.4.9"})
    void aChangeSaysWhatItWaitsFor(String line) {
        String request = "POST" + ONE + "/" + line.split(" ", -1)[0];
        service.refuses(request, 409, "conflict", "game-1 is busy");
        service.holdsUntilSaid(request, "Waiting for game-1");

        assertThat(service.types(line.split(" ", -1))).isEqualTo(1);
        assertThat(service.errors().lines())
                .containsExactly("Waiting for game-1: " + STARTS, "game-1 is busy (conflict)");
    }

    @Test
    void aFirstStartInProgressIsShown() {
        service.refuses("GET" + ONE, 404, "not_found", "no runtime of game game-1");
        service.answers("GET" + ONE + "/history?limit=10", NOTHING);

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines()).startsWith("game-1  has not started yet: " + STARTS);
    }

    @Test
    void aFirstStartThatFailedIsShown() {
        service.refuses("GET" + ONE, 404, "not_found", "no runtime of game game-1");
        service.answers("GET" + ONE + "/history?limit=10", NOTHING);
        failed();

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines())
                .startsWith(
                        "game-1  has never started; start of galaxy/game:1.4.9 by lobby failed 5m ago: manifest unknown (image_pull_failed)");
    }

    private void failed() {
        service.answers(OPEN, NOTHING);
        service.answers(
                "GET /api/v1/internal/operations?limit=1&game_id=game-1",
                """
                {"items":[{"game_id":"game-1","op_kind":"start","op_source":"lobby_stream","outcome":"failure",
                 "image_ref":"galaxy/game:1.4.9","error_code":"image_pull_failed","error_message":"manifest unknown",
                 "started_at":"2026-04-28T11:54:00Z","finished_at":"2026-04-28T11:55:00Z"}],"next":null}\
                """);
    }

    @Test
    void aGameOfWhichNothingIsKnownIsRefusedAsBefore() {
        service.refuses("GET" + ONE, 404, "not_found", "no runtime of game game-1");
        service.answers(OPEN, NOTHING);
        service.answers("GET /api/v1/internal/operations?limit=1&game_id=game-1", NOTHING);

        assertThat(service.types("show", "game-1")).isEqualTo(1);
        assertThat(service.errors()).isEqualTo("no runtime of game game-1 (not_found)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs game-1", "logs game-1 -f", "logs game-1 --previous"})
    void logsOfAGameWithoutARecordSayWhy(String line) {
        for (String more : new String[] {"", "&follow=true", "&previous=true"}) {
            service.refuses(
                    "GET" + ONE + "/logs?tail=100" + more,
                    404,
                    "not_found",
                    "no runtime of game game-1");
        }
        failed();

        assertThat(service.types(line.split(" ", -1))).isEqualTo(1);
        assertThat(service.errors())
                .isEqualTo(
                        "no runtime of game game-1; it has never started; start of galaxy/game:1.4.9 by lobby failed 5m ago: manifest unknown (image_pull_failed) (not_found)");
    }

    @Test
    void logsOfARemovedContainerNameTheOutputThatIsKept() {
        service.answers("GET" + ONE, "{\"game_id\":\"game-1\",\"status\":\"removed\"}");
        service.refuses(
                "GET" + ONE + "/logs?tail=100",
                404,
                "not_found",
                "the container of game game-1 was removed");

        assertThat(service.types("logs", "game-1")).isEqualTo(1);
        assertThat(service.errors())
                .isEqualTo(
                        "the container of game game-1 was removed; what its last engine wrote: rtmanager logs game-1 --previous (not_found)");
    }
}
