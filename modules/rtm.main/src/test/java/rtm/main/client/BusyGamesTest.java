package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    private static final String BUSY =
            "game game-1 is busy with a start of galaxy/game:1.4.9 by lobby, in progress since 2026-04-28T11:59:18Z, which waits for the pull of galaxy/game:1.4.9 for 44s, no progress yet; ask again when the pull has ended: it is given up after 1m without progress, and after 10m in all";

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
    @ValueSource(
            strings = {
                "stop game-1",
                "restart game-1",
                "patch game-1 galaxy/game:1.4.9",
                "rm game-1"
            })
    void aChangeSaysWhatItWaitsFor(String line) {
        String command = line.split(" ", -1)[0];
        String request =
                "rm".equals(command) ? "DELETE" + ONE + "/container" : "POST" + ONE + "/" + command;
        service.refuses(request, 409, "conflict", BUSY);
        service.holdsUntilSaid(request, "Waiting for game-1");

        assertThat(service.types(line.split(" ", -1))).isEqualTo(1);
        assertThat(service.errors().lines())
                .containsExactly("Waiting for game-1: " + STARTS, BUSY + " (conflict)");
    }

    @Test
    void aFirstStartInProgressIsShown() {
        service.refuses("GET" + ONE, 404, "not_found", "no runtime of game game-1");
        service.answers("GET" + ONE + "/history?limit=10", NOTHING);

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines()).startsWith("game-1  has not started yet: " + STARTS);
    }

    private void pending() {
        service.answers(
                "GET /api/v1/internal/status",
                """
                {"dependencies":[{"name":"docker","ok":false,"error":"did not answer"}],"problems":[],
                 "pending":[
                 {"game_id":null,"op_kind":"pull","op_source":"admin_rest","image_ref":"galaxy/game:1.5.0",
                  "started_at":"2026-04-28T11:59:18Z","waits_for":null,"progress":"no progress yet"},
                 {"game_id":"game-1","op_kind":"start","op_source":"lobby_stream","image_ref":"galaxy/game:1.4.9",
                  "started_at":"2026-04-28T11:59:18Z","waits_for":"end of the drain","progress":null},
                 {"game_id":"game-1","op_kind":"stop","op_source":"lobby_stream","image_ref":null,
                  "started_at":"2026-04-28T11:59:20Z","waits_for":"earlier job of the game","progress":null},
                 {"game_id":"game-2","op_kind":"stop","op_source":"lobby_stream","image_ref":null,
                  "started_at":"2026-04-28T11:59:18Z","waits_for":"start by lobby","progress":null}]}\
                """);
    }

    @Test
    void pullsAndJobsThatWaitAreInEveryTable() {
        pending();
        service.answers(
                "GET /api/v1/internal/overview?limit=1000",
                """
                {"items":[{"game_id":"game-2","status":"running","current_image_ref":"i:1","health":{},
                 "last_operation":{"op_kind":"start","op_source":"lobby_stream","outcome":"in_progress",
                  "image_ref":"i:1","started_at":"2026-04-28T11:59:18Z"}}],"next":null}\
                """);
        service.answers(
                "GET /api/v1/internal/operations?limit=20&open=true",
                """
                {"items":[{"game_id":"game-2","op_kind":"start","op_source":"lobby_stream","outcome":"in_progress",
                 "image_ref":"i:1","started_at":"2026-04-28T11:59:18Z"}],"next":null}\
                """);
        service.answers(
                "GET /api/v1/internal/operations?limit=20&open=true&game_id=game-1", NOTHING);

        assertThat(service.types("ps")).isZero();
        assertThat(service.lines())
                .containsExactly(
                        "GAME    STATUS   HEALTH  IMAGE              UP  LAST OPERATION",
                        "game-2  running  -       i:1                -   start, lobby, for 42s, waits for the Docker daemon; then stop, lobby, for 42s, waits for the start by lobby",
                        "game-1  waiting  -       galaxy/game:1.4.9  -   start, lobby, for 42s, waits for the end of the drain; then stop, lobby, for 40s, waits for the earlier job of the game",
                        "-       pulling  -       galaxy/game:1.5.0  -   pull, admin, for 42s, no progress yet");
        assertThat(service.types("ops", "--open")).isZero();
        assertThat(service.lines())
                .containsExactly(
                        "STARTED (UTC)   GAME    OPERATION  BY     OUTCOME      TOOK  DETAILS",
                        "04-28 11:59:18  -       pull       admin  in progress  42s   galaxy/game:1.5.0, no progress yet",
                        "04-28 11:59:18  game-1  start      lobby  waits        42s   galaxy/game:1.4.9, waits for the end of the drain",
                        "04-28 11:59:20  game-1  stop       lobby  waits        40s   waits for the earlier job of the game",
                        "04-28 11:59:18  game-2  stop       lobby  waits        42s   waits for the start by lobby",
                        "04-28 11:59:18  game-2  start      lobby  in progress  42s   waits for the Docker daemon");
        assertThat(service.types("ops", "--open", "game-1")).isZero();
        assertThat(service.lines()).hasSize(3);
        assertThat(service.types("status")).isZero();
        assertThat(service.lines())
                .contains(
                        "  pull of galaxy/game:1.5.0 by admin for 42s, no progress yet",
                        "  game-1: start of galaxy/game:1.4.9 by lobby for 42s, waits for the end of the drain");
    }

    @Test
    void whatWaitsIsAFieldOfTheJsonToo() {
        pending();
        service.answers("GET /api/v1/internal/overview?limit=1000", NOTHING);
        service.answers(
                "GET /api/v1/internal/operations?limit=20&open=true&game_id=game-1", NOTHING);

        assertThat(service.types("ps", "--json")).isZero();
        assertThat(service.lines())
                .singleElement()
                .asString()
                .startsWith(
                        "{\"items\":[],\"next\":null,\"pending\":[{\"game_id\":null,\"op_kind\":\"pull\",")
                .contains("\"game-1\"", "\"game-2\"");
        assertThat(service.types("ops", "--open", "--json", "game-1")).isZero();
        assertThat(service.lines())
                .singleElement()
                .asString()
                .startsWith("{\"items\":[],\"next\":null,\"pending\":[{\"game_id\":\"game-1\",")
                .doesNotContain("game-2");
    }

    @Test
    void workThatCannotBeSeenIsNoWork() {
        String rows = "GET /api/v1/internal/operations?limit=20&open=true";
        service.answers(rows, NOTHING);
        service.answers(
                "GET /api/v1/internal/status",
                """
                {"dependencies":[{"name":"redis","ok":false,"error":"refused"}],"pending":[],
                 "problems":[{"part":"start_jobs","error":"refused"},{"part":"stop_jobs","error":"refused"},
                  {"part":"docker","error":"hangs"}]}\
                """);

        assertThat(service.types("ops", "--open")).isEqualTo(1);
        assertThat(service.errors().lines())
                .containsExactly(
                        "Warning: redis: refused; affects starts, stops, health and ends of games, start jobs, stop jobs",
                        "Warning: Docker's version: hangs",
                        "Not all is shown: start jobs and stop jobs cannot be read");
        assertThat(service.types("ops", "--open", "--json")).isEqualTo(1);
        assertThat(service.lines())
                .singleElement()
                .asString()
                .startsWith(
                        "{\"items\":[],\"next\":null,\"pending\":[],\"problems\":[{\"part\":\"start_jobs\",\"error\":\"refused\"},");

        service.refuses("GET /api/v1/internal/status", 503, "service_unavailable", "busy");
        assertThat(service.types("ops", "--open")).isEqualTo(1);
        assertThat(service.errors())
                .isEqualTo(
                        "Warning: the status cannot be read: busy\nNot all is shown: jobs that wait are in the status");
        assertThat(service.types("ops", "--open", "--json")).isEqualTo(1);
        assertThat(service.lines())
                .containsExactly("{\"items\":[],\"next\":null,\"pending\":null,\"problems\":null}");
    }

    @Test
    void aProcessThatStandsByDoesNotKnowWhatWaits() {
        service.answers("GET /api/v1/internal/operations?limit=20&open=true", NOTHING);
        service.answers(
                "GET /api/v1/internal/status",
                """
                {"phase":"standing_by","leader":{"address":"vm1:8096"},"dependencies":[],"problems":[],"pending":[]}\
                """);

        assertThat(service.types("ops", "--open")).isEqualTo(1);
        assertThat(service.errors())
                .isEqualTo("Not all is shown: jobs that wait are known to the leader, vm1:8096");
    }

    @Test
    void jobsThatWaitForTheDatabaseAreShownWithoutIt() {
        pending();
        service.refuses(
                "GET /api/v1/internal/operations?limit=20&open=true",
                503,
                "service_unavailable",
                "postgres is away");

        assertThat(service.types("ops", "--open")).isEqualTo(1);
        assertThat(service.lines()).hasSize(5);
        assertThat(service.errors()).endsWith("postgres is away (service_unavailable)");
    }

    @Test
    void aFirstStartThatWaitsIsShown() {
        pending();
        service.refuses("GET" + ONE, 404, "not_found", "no runtime of game game-1");
        service.answers(OPEN, NOTHING);
        service.refuses("GET" + ONE + "/history?limit=10", 404, "not_found", "nothing is known");

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines())
                .startsWith(
                        "game-1  has not started yet: start of galaxy/game:1.4.9 by lobby for 42s, waits for the end of the drain; then stop by lobby for 40s, waits for the earlier job of the game");
    }

    @Test
    void aStopThatWaitsForAFirstStartIsShown() {
        pending();
        service.refuses("GET" + ONE, 404, "not_found", "no runtime of game game-1");
        service.answers("GET" + ONE + "/history?limit=10", NOTHING);

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines().getFirst())
                .startsWith("game-1  has not started yet: " + STARTS + "; then ")
                .endsWith("; then stop by lobby for 40s, waits for the earlier job of the game");
    }

    @Test
    void whatWaitsForAGameIsShownBelowItsRecord() {
        pending();
        service.answers(
                "GET" + ONE,
                "{\"game_id\":\"game-1\",\"status\":\"stopped\",\"current_image_ref\":\"i:1\"}");
        service.refuses("GET" + ONE + "/health", 404, "not_found", "nothing was observed");
        service.answers("GET" + ONE + "/history?limit=10", NOTHING);

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines())
                .contains(
                        "then       start of galaxy/game:1.4.9 by lobby for 42s, waits for the end of the drain; then stop by lobby for 40s, waits for the earlier job of the game");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "rm"})
    void aGameThatWillStartAgainIsNoSurprise(String command) {
        pending();
        service.answers(
                "stop".equals(command) ? "POST" + ONE + "/stop" : "DELETE" + ONE + "/container",
                "{\"game_id\":\"game-1\",\"status\":\"stopped\",\"current_image_ref\":\"i:1\"}");

        assertThat(service.types(command, "game-1")).isZero();
        assertThat(service.lines()).containsExactly("game-1 is stopped, image i:1");
        assertThat(service.errors())
                .isEqualTo(
                        "Warning: a start job of game game-1 waits since 2026-04-28T11:59:18Z, for the end of the drain; the game will start after that");
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
                "GET /api/v1/internal/operations?limit=50&game_id=game-1",
                """
                {"items":[{"game_id":"game-1","op_kind":"stop","op_source":"admin_rest","outcome":"failure",
                 "error_code":"not_found","error_message":"game game-1 has never been started here",
                 "started_at":"2026-04-28T11:56:00Z","finished_at":"2026-04-28T11:56:00Z"},
                 {"game_id":"game-1","op_kind":"start","op_source":"lobby_stream","outcome":"failure",
                 "image_ref":"galaxy/game:1.4.9","error_code":"image_pull_failed","error_message":"manifest unknown",
                 "started_at":"2026-04-28T11:54:00Z","finished_at":"2026-04-28T11:55:00Z"}],"next":null}\
                """);
    }

    private void unstarted(int count) {
        service.answers(
                "GET /api/v1/internal/status",
                """
                {"dependencies":[],"problems":[],"pending":[],"unstarted":[%s]}\
                """
                        .formatted(
                                IntStream.rangeClosed(1, count)
                                        .mapToObj(
                                                """
                                                {"game_id":"game-%d","op_kind":"start","op_source":"lobby_stream","outcome":"failure",
                                                 "image_ref":"galaxy/game:1.4.9","error_code":"image_pull_failed","error_message":"manifest unknown",
                                                 "started_at":"2026-04-28T11:54:00Z","finished_at":"2026-04-28T11:55:00Z"}\
                                                """
                                                        ::formatted)
                                        .collect(Collectors.joining(","))));
    }

    @ParameterizedTest
    @CsvSource({"5,''", "6,1 more game has never started", "7,2 more games have never started"})
    void ofManyGamesThatNeverStartedTheFirstAreNamedAndTheRestAreCounted(int all, String more) {
        unstarted(all);

        assertThat(service.types("status")).isZero();
        assertThat(service.lines())
                .filteredOn(line -> line.contains(" more game"))
                .isEqualTo(
                        more.isEmpty()
                                ? List.of()
                                : List.of("  " + more + "; see: rtmanager ps --unwell"));
    }

    @Test
    void gamesWhoseFirstStartFailedAreInEveryTable() {
        service.answers("GET /api/v1/internal/overview?limit=1000", NOTHING);
        unstarted(7);

        for (String line : new String[] {"ps", "ps --unwell"}) {
            assertThat(service.types(line.split(" ", -1))).isZero();
            assertThat(service.lines())
                    .hasSize(8)
                    .startsWith(
                            "GAME    STATUS  HEALTH                IMAGE              UP  LAST OPERATION",
                            "game-1  failed  start failed, 5m ago  galaxy/game:1.4.9  -   start, lobby, image_pull_failed");
        }
        service.answers("GET /api/v1/internal/overview?limit=1000&status=stopped", NOTHING);
        assertThat(service.types("ps", "--stopped")).isZero();
        assertThat(service.lines()).hasSize(1);
        assertThat(service.types("status")).isZero();
        assertThat(service.lines().get(1)).contains(", 7 never started   jobs");
        assertThat(service.lines())
                .contains(
                        "  game-5: has never started; start of galaxy/game:1.4.9 by lobby failed 5m ago: manifest unknown (image_pull_failed)",
                        "  2 more games have never started; see: rtmanager ps --unwell")
                .noneMatch(line -> line.contains("game-6"));
        assertThat(service.types("ps", "--json")).isZero();
        assertThat(service.lines())
                .singleElement()
                .asString()
                .startsWith(
                        "{\"items\":[],\"next\":null,\"pending\":[],\"unstarted\":[{\"game_id\":\"game-1\",");
    }

    @Test
    void aGameOfWhichNothingIsKnownIsRefusedAsBefore() {
        service.refuses("GET" + ONE, 404, "not_found", "no runtime of game game-1");
        service.answers(OPEN, NOTHING);
        service.answers("GET /api/v1/internal/operations?limit=50&game_id=game-1", NOTHING);

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
