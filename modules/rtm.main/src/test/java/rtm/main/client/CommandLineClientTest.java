package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.main.client.text.ServiceHints;

final class CommandLineClientTest {

    private static final String OVERVIEW = "GET /api/v1/internal/overview?limit=1000";
    private static final String RECORD =
            """
            {"game_id":"game-1","status":"running","current_container_id":"c1",
             "current_image_ref":"galaxy/game:1.4.0","engine_endpoint":"http://galaxy-game-game-1:8080",
             "state_path":"/games/game-1","docker_network":"galaxy","started_at":"2026-04-28T11:57:00Z",
             "stopped_at":null,"removed_at":null,"last_op_at":"2026-04-28T11:57:00Z","created_at":"2026-04-28T11:57:00Z"}\
            """;

    private AnsweringService service;

    @BeforeEach
    void serve() throws Exception {
        service = new AnsweringService();
    }

    @AfterEach
    void close() {
        service.close();
    }

    private static String game(String id, String status, String image, String health) {
        return """
        {"game_id":"%s","status":"%s","current_container_id":"c1","current_image_ref":"%s",
         "started_at":"2026-04-28T11:57:00Z","stopped_at":null,"removed_at":null,
         "last_op_at":"2026-04-28T11:57:00Z","health":%s,
         "last_operation":{"op_kind":"restart","op_source":"admin_rest","outcome":"success","error_code":null}}\
        """
                .formatted(id, status, image, health);
    }

    private static String exited(int code) {
        return """
        {"status":"exited","observed_at":"2026-04-28T11:55:00Z","unwell":true,"words":"exited %d"}\
        """
                .formatted(code);
    }

    @Test
    void theGamesThatAreUnwellComeFirst() {
        service.answers(
                OVERVIEW,
                "{\"items\":[%s,%s],\"next\":null}"
                        .formatted(
                                game(
                                        "a-well",
                                        "running",
                                        "galaxy/game:1.4.0",
                                        "{\"status\":\"healthy\"}"),
                                game("b-dead", "stopped", "galaxy/game:1.4.2", exited(7))));

        assertThat(service.types("ps")).isZero();
        assertThat(service.lines())
                .containsExactly(
                        "GAME    STATUS   HEALTH            IMAGE              UP  LAST OPERATION",
                        "b-dead  stopped  exited 7, 5m ago  galaxy/game:1.4.2  -   restart, admin, ok",
                        "a-well  running  healthy           galaxy/game:1.4.0  3m  restart, admin, ok");
    }

    @Test
    void anEndThatWasFoundLateHasTheAgeOfTheEnd() {
        service.answers(
                OVERVIEW,
                """
                {"items":[{"game_id":"g","status":"stopped","started_at":"2026-04-28T10:00:00Z","health":%s,
                 "last_ending":{"ended_at":"2026-04-28T11:54:00Z"}}],"next":null}
                """
                        .formatted(exited(137)));

        assertThat(service.types("ps")).isZero();
        assertThat(service.lines().getLast()).contains("exited 137, 6m");
    }

    @Test
    void theWordsOfHealthAreTheServices() {
        service.answers(
                OVERVIEW,
                "{\"items\":[%s],\"next\":null}"
                        .formatted(
                                game(
                                        "lost",
                                        "removed",
                                        "galaxy/game:1.4.2",
                                        exited(7)
                                                .replace(
                                                        "exited 7",
                                                        "container removed, 3 ends within 1h"))));

        assertThat(service.types("ps", "--unwell")).isZero();
        assertThat(service.lines().getLast())
                .contains("container removed, 5m ago, 3 ends within 1h");
    }

    @Test
    void theTableSaysApartFromItWhatTheServiceMisses() {
        service.answers(
                OVERVIEW,
                "{\"items\":[%s],\"next\":null}"
                        .formatted(
                                game(
                                        "game-1",
                                        "running",
                                        "galaxy/game:1.4.2",
                                        "{\"status\":\"healthy\"}")));
        service.answers(
                "GET /api/v1/internal/status",
                """
                {"dependencies":[{"name":"postgres","ok":false,"error":"takes no writes"},{"name":"docker","ok":true}],
                 "unreadable_rows":2,"problems":[{"part":"docker_root","error":"cannot be read"}]}
                """);

        assertThat(service.types("ps")).isZero();
        assertThat(service.lines()).hasSize(2);
        assertThat(service.lines().getLast()).contains("  healthy?  ");
        assertThat(service.errors().lines())
                .containsExactly(
                        "Warning: postgres: takes no writes; affects starts, stops, health and ends of games",
                        "Warning: rows of PostgreSQL that cannot be read: 2; the log names them",
                        "Warning: free space of Docker's disk: cannot be read");
    }

    @Test
    void aPullThatHangsIsSeen() {
        String open =
                """
                {"items":[{"game_id":"%s","op_kind":"start","op_source":"lobby_stream","outcome":"in_progress",
                 "image_ref":"galaxy/game:1.4.9","started_at":"2026-04-28T11:59:18Z",
                 "waits_for":"pull of galaxy/game:1.4.9 for 42s, no progress yet"}],"next":null}\
                """;
        service.answers(
                OVERVIEW,
                "{\"items\":[%s],\"next\":null}"
                        .formatted(game("known", "stopped", "galaxy/game:1.4.2", "{}")));
        service.answers(AnsweringService.OPEN_OPERATIONS, open.formatted("new"));
        service.answers(
                "GET /api/v1/internal/operations?limit=20&open=true", open.formatted("new"));

        assertThat(service.types("ps")).isZero();
        assertThat(service.lines().getLast())
                .isEqualTo(
                        "new    starting  -       galaxy/game:1.4.9  -   start, lobby, for 42s, pulls galaxy/game:1.4.9");
        assertThat(service.types("ops", "--open")).isZero();
        assertThat(service.lines().getLast())
                .isEqualTo(
                        "04-28 11:59:18  new   start      lobby  in progress  42s   waits for the pull of galaxy/game:1.4.9 for 42s, no progress yet");
    }

    @Test
    void allPagesAreOneTable() {
        service.answers(
                OVERVIEW,
                "{\"items\":[%s],\"next\":\"a\"}".formatted(game("a", "running", "i:1", "{}")));
        service.answers(
                OVERVIEW + "&after=a",
                "{\"items\":[%s],\"next\":null}".formatted(game("b", "running", "i:1", "{}")));

        assertThat(service.types("ps")).isZero();
        assertThat(service.lines()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 100, 200})
    void aTableIsAsWideAsTheTerminal(int columns) {
        service.answers(
                OVERVIEW,
                "{\"items\":[%s],\"next\":null}"
                        .formatted(game("a", "running", "x".repeat(300), "{}")));

        service.terminal(columns);
        assertThat(service.types("ps")).isZero();
        assertThat(service.lines())
                .allMatch(line -> line.length() <= columns)
                .anyMatch(line -> line.length() > columns - "restart".length());
    }

    @Test
    void aTableFitsTheTerminalAndWhatOthersWroteHasNoEffectOnTheTerminal() {
        service.answers(
                OVERVIEW,
                "{\"items\":[%s],\"next\":null}"
                        .formatted(
                                game(
                                        "a",
                                        "running",
                                        "evil\\u001b[2J\\u202e" + "x".repeat(300),
                                        "{}")));

        service.terminal(100);
        assertThat(service.types("ps")).isZero();
        assertThat(service.lines())
                .allMatch(line -> line.length() <= 100)
                .anyMatch(line -> line.contains("evil\\x1b[2J\\u{202e}xxx"))
                .noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void onANarrowTerminalTheReasonGoesOnInTheNextLine() {
        service.answers(
                OVERVIEW,
                """
                {"items":[{"game_id":"game-01HZ8","status":"running","current_image_ref":"galaxy/game:1.4.0",
                 "started_at":"2026-04-28T11:57:00Z","health":{},
                 "last_operation":{"op_kind":"stop","op_source":"lobby_stream","outcome":"in_progress",
                  "started_at":"2026-04-28T11:59:18Z","waits_for":"Docker daemon on this machine"}}],"next":null}\
                """);

        service.terminal(80);
        assertThat(service.types("ps")).isZero();
        assertThat(service.lines())
                .containsExactly(
                        "GAME        STATUS   HEALTH  IMAGE              UP  LAST OPERATION",
                        "game-01HZ8  running  -       galaxy/game:1.4.0  3m  stop, lobby, for 42s, waits",
                        "                                                    for the Docker daemon on",
                        "                                                    this machine");
    }

    @Test
    void anOperationsTimeIsInSecondsLikeEveryTime() {
        service.answers(
                "GET /api/v1/internal/operations?limit=20",
                """
                {"items":[{"game_id":"g","op_kind":"stop","op_source":"admin_rest","outcome":"success",
                  "started_at":"2026-04-28T11:59:18.000Z","finished_at":"2026-04-28T11:59:27.960Z"},
                 {"game_id":"g","op_kind":"start","op_source":"admin_rest","outcome":"success",
                  "started_at":"2026-04-28T11:59:18.000Z","finished_at":"2026-04-28T11:59:18.040Z"}],"next":null}\
                """);

        assertThat(service.types("ops")).isZero();
        assertThat(service.lines())
                .anyMatch(line -> line.contains("  9.96s  "))
                .anyMatch(line -> line.contains("  0.04s  "));
    }

    @Test
    void theAnswerIsPrintedAsItIsWhereThatIsAskedFor() {
        service.answers("GET /api/v1/internal/operations?limit=20", "{\"items\":[],\"next\":null}");

        assertThat(service.types("ops", "--json")).isZero();
        assertThat(service.lines()).containsExactly("{\"items\":[],\"next\":null}");
    }

    @Test
    void aChangeSendsItsBodyAndPrintsTheRecord() {
        service.answers("POST /api/v1/internal/runtimes/game-1/start", RECORD);

        assertThat(service.types("start", "game-1", "galaxy/game:1.4.0")).isZero();
        assertThat(service.lines()).containsExactly("game-1 is running, image galaxy/game:1.4.0");
        assertThat(service.requests().getFirst().body())
                .isEqualTo("{\"image_ref\":\"galaxy/game:1.4.0\"}");
    }

    @Test
    void helpOfACommandIsTheSameInBothOrders() {
        assertThat(service.types("images", "pull", "--help")).isZero();
        List<String> help = service.lines();

        assertThat(service.types("help", "images", "pull")).isZero();
        assertThat(service.lines()).isEqualTo(help).isNotEmpty();
        assertThat(service.types("help")).isZero();
        assertThat(service.lines().getFirst()).startsWith("Usage: rtmanager [");
    }

    @Test
    void aChangeThatHadNothingToDoSaysSo() {
        service.answersWith(
                "X-Galaxy-No-Change", "POST /api/v1/internal/runtimes/game-1/start", RECORD);

        assertThat(service.types("start", "game-1", "galaxy/game:1.4.0")).isZero();
        assertThat(service.lines())
                .containsExactly("game-1 is running already, image galaxy/game:1.4.0");
    }

    @Test
    void anAttemptThatWasRefusedDoesNotHideTheLastChange() {
        service.answers(
                OVERVIEW,
                """
                {"items":[{"game_id":"game-1","status":"running","current_image_ref":"galaxy/game:1.4.0","started_at":"2026-04-28T11:57:00Z",
                  "last_operation":{"op_kind":"cleanup_container","op_source":"admin_rest","outcome":"failure","error_code":"conflict"},
                  "last_change":{"op_kind":"start","op_source":"lobby_stream","outcome":"success","error_code":null}}],"next":null}
                """);

        assertThat(service.types("ps")).isZero();
        assertThat(service.lines().getLast())
                .endsWith("3m  start, lobby, ok; then removal, admin, conflict");
    }

    @Test
    void oneCauseIsOneLineAndWhatIsNotKnownIsNoNumber() {
        service.answers(
                "GET /api/v1/internal/status",
                """
                {"version":"0.2.0","phase":"standing_by","leader":{"address":"10.0.0.5"},"started_at":"2026-04-25T11:00:00Z",
                 "dependencies":[{"name":"postgres","ok":false,"error":"postgres: does not answer"},{"name":"redis","ok":true},
                   {"name":"docker","ok":false,"error":"docker: did not answer within 2 s (ping)"},
                   {"name":"docker network","ok":false,"error":"docker: did not answer within 2 s (inspect network)"},
                   {"name":"state root","ok":false,"error":"postgres: does not answer"}],
                 "jobs":[],"disks":[],
                 "problems":[{"part":"store","error":"postgres: does not answer"},{"part":"start_jobs","error":"no answer within 2500 ms"},
                   {"part":"docker","error":"no answer within 2500 ms"},{"part":"docker_root","error":"no answer within 2500 ms"}]}
                """);

        assertThat(service.types("status")).isZero();
        assertThat(service.lines())
                .containsExactly(
                        "0.2.0 standby, leader: 10.0.0.5, up 3d   postgres AWAY   redis ok   docker AWAY   disk ?",
                        "games ?   jobs ? waiting   outbox ?   operations ? in progress",
                        "  postgres: does not answer; affects starts, stops, logs, health and ends of games, state root, counts of games and operations",
                        "  docker: did not answer within 2 s (ping); affects starts, stops, logs, health and ends of games, docker network, Docker's version, free space of Docker's disk",
                        "  start jobs: no answer within 2500 ms");
    }

    @Test
    void aFullDiskIsNamedAndTheJobThatWaitsForIt() {
        service.answers(
                "GET /api/v1/internal/status",
                """
                {"version":"0.2.0","phase":"leading","started_at":"2026-04-25T11:00:00Z",
                 "dependencies":[{"name":"postgres","ok":true},
                   {"name":"state root","ok":false,"error":"the disk of the state root /games is full"}],
                 "games":{"by_status":{"running":1}},"jobs":[],"outbox":{"waiting":0},
                 "operations":{"open":3,"items":[
                   {"game_id":"g1","op_kind":"start","op_source":"lobby_stream","image_ref":"i:1","started_at":"2026-04-28T11:59:55Z"},
                   {"game_id":"g2","op_kind":"stop","op_source":"lobby_stream","started_at":"2026-04-28T11:59:55Z"},
                   {"game_id":"g3","op_kind":"start","op_source":"admin_rest","image_ref":"i:1","started_at":"2026-04-28T12:00:00Z"}]},
                 "problems":[]}
                """);

        assertThat(service.types("status")).isZero();
        assertThat(service.lines())
                .containsExactly(
                        "0.2.0 leader, up 3d   postgres ok   state root FULL",
                        "1 running   jobs ? waiting   outbox 0   3 operations in progress",
                        "  state root: the disk of the state root /games is full; affects starts",
                        "  g1: start of i:1 by lobby for 5s, waits for the state root",
                        "  g2: stop by lobby for 5s",
                        "  g3: start of i:1 by admin");
    }

    @Test
    void whatIsNoNumberIsSaidInWords() {
        assertThat(service.types("ops", "-n", "abc")).isEqualTo(2);
        assertThat(service.errors())
                .startsWith("Invalid value for option '-n': 'abc' is no whole number");
    }

    @Test
    void aRefusalIsPrintedWithItsCode() {
        service.refuses(
                "POST /api/v1/internal/runtimes/game-1/stop", 409, "conflict", "game-1 is busy");

        assertThat(service.types("stop", "game-1")).isEqualTo(1);
        assertThat(service.errors()).isEqualTo("game-1 is busy (conflict)");
    }

    @Test
    void aServiceThatCannotBeReachedIsNamed() {
        String url = service.url();
        service.close();

        assertThat(service.types("--url", url, "ps")).isEqualTo(3);
        assertThat(service.errors())
                .isEqualTo(
                        "The service at %s cannot be reached: nothing listens there. It is not running, or is still starting. %s"
                                .formatted(url, ServiceHints.onThisHost().look()));
    }

    @Test
    void anotherProgramAtTheAddressIsNotTakenForTheService() {
        service.answers(OVERVIEW, "<html>");

        assertThat(service.types("ps")).isEqualTo(3);
        assertThat(service.errors())
                .isEqualTo(
                        "The answer is not the service's: <html>. Does another program listen there?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sp",
                "ps --unwel",
                "start game-1",
                "ps --stopped --removed",
                "drain --undo --stop",
                "restart",
                "restart game-1 --ended-by-docker",
                "restart game-1 --dry-run",
                "logs game-1 -f --previous",
                "show",
                "--url x ps",
                "show game_1",
                "stop game_1",
                "logs -game",
                "restart game_1",
                "ops game_1",
                "events game_1",
                "stats game-1 game_2"
            })
    void wrongUsageIsSaidAndSendsNothing(String line) {
        assertThat(service.types(line.split(" "))).isEqualTo(2);
        assertThat(service.errors()).isNotEmpty().doesNotContain("Exception");
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void anInvalidGameIdIsNamed() {
        service.types("stats", "game-1", "game_2");

        assertThat(service.errors())
                .isEqualTo(
                        "\"game_2\" is no game id, which is 1 to 51 letters, digits or inner hyphens");
    }

    @Test
    void aValueThatTheServiceDoesNotTakeIsWrongUsage() {
        service.refuses(
                "POST /api/v1/internal/runtimes/game-1/start",
                400,
                "invalid_request",
                "image_ref is no reference of an image");

        assertThat(service.types("start", "game-1", "UPPER")).isEqualTo(2);
        assertThat(service.errors())
                .isEqualTo("image_ref is no reference of an image (invalid_request)");
    }

    @Test
    void aMissingTokenIsNamedWithItsVariable() {
        service.refuses(OVERVIEW, 401, "unauthorized", "a valid bearer token is needed");

        assertThat(service.types("ps")).isEqualTo(1);
        assertThat(service.errors())
                .isEqualTo(
                        "a valid bearer token is needed; set RTMANAGER_INTERNAL_HTTP_TOKEN_FILE in /etc/rtmanager/client.env, or RTMANAGER_INTERNAL_HTTP_TOKEN in the environment (unauthorized)");
    }

    @Test
    void aTokenThatTheServiceDoesNotKnowIsNamedWithItsVariable() {
        service.refuses(OVERVIEW, 401, "unauthorized", "a valid bearer token is needed");

        service.types(
                Map.of("RTMANAGER_URL", service.url(), "RTMANAGER_INTERNAL_HTTP_TOKEN", "old"),
                "ps");

        assertThat(service.errors())
                .isEqualTo(
                        "a valid bearer token is needed; the service does not know the one in RTMANAGER_INTERNAL_HTTP_TOKEN (unauthorized)");
    }

    private void typesWithReadToken(String... words) {
        service.types(
                Map.of(
                        "RTMANAGER_URL",
                        service.url(),
                        "RTMANAGER_INTERNAL_HTTP_READ_TOKEN",
                        "secret-2"),
                words);
    }

    @Test
    void theTokenForReadingSaysWhichOneChanges() {
        service.refuses(
                "POST /api/v1/internal/runtimes/game-1/stop",
                403,
                "forbidden",
                "this token may only read");

        typesWithReadToken("stop", "game-1");

        assertThat(service.errors())
                .isEqualTo(
                        "this token may only read; set RTMANAGER_INTERNAL_HTTP_TOKEN_FILE in /etc/rtmanager/client.env, or RTMANAGER_INTERNAL_HTTP_TOKEN in the environment (forbidden)");
    }

    @Test
    void anUnknownCommandIsNamedWithTheOneThatWasMeant() {
        service.types("shwo", "game-1");

        assertThat(service.errors())
                .isEqualTo(
                        """
                        Unknown command: shwo; did you mean show?
                        See: rtmanager --help\
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "ps",
                "show",
                "logs",
                "ops",
                "events",
                "stats",
                "start",
                "stop",
                "restart",
                "patch",
                "rm",
                "drain",
                "images",
                "images pull",
                "images prune",
                "streams",
                "streams trim",
                "support",
                "manual",
                "completion",
                "version"
            })
    void everyCommandHasHelpAndAnExample(String command) {
        assertThat(service.types((command + " --help").split(" ", -1))).isZero();
        assertThat(service.lines())
                .anyMatch(line -> line.startsWith("Usage: rtmanager " + command))
                .anyMatch(line -> line.startsWith("Example"))
                .allMatch(line -> line.length() <= 100);
    }

    @Test
    void theTokenIsSentAndNeverPrinted() {
        service.answers(OVERVIEW, "{\"items\":[],\"next\":null}");

        service.types(
                Map.of("RTMANAGER_URL", service.url(), "RTMANAGER_INTERNAL_HTTP_TOKEN", "secret-1"),
                "ps",
                "-v");

        assertThat(service.requests().getFirst().headers().get("Authorization"))
                .isEqualTo(List.of("Bearer secret-1"));
        assertThat(service.errors().lines().findFirst().orElseThrow())
                .isEqualTo(
                        "curl -s -H \"Authorization: Bearer $RTMANAGER_INTERNAL_HTTP_TOKEN\" '%s/api/v1/internal/overview?limit=1000'"
                                .formatted(service.url()));
    }

    @Test
    void theTokenForReadingIsUsedWhereThereIsNoOther() {
        service.answers(OVERVIEW, "{\"items\":[],\"next\":null}");

        typesWithReadToken("ps", "-v");

        assertThat(service.requests().getFirst().headers().get("Authorization"))
                .isEqualTo(List.of("Bearer secret-2"));
        assertThat(service.errors())
                .contains("$RTMANAGER_INTERNAL_HTTP_READ_TOKEN")
                .doesNotContain("secret-2");
    }

    @Test
    void theServiceAtAGlance() {
        service.answers(
                "GET /api/v1/internal/status",
                """
                {"version":"0.2.0","phase":"leading","started_at":"2026-04-25T11:00:00Z","standbys":[{"address":"10.0.0.6"}],
                 "dependencies":[{"name":"postgres","ok":true},{"name":"redis","ok":false,"error":"refuses writes"},{"name":"docker","ok":true}],
                 "docker":{"version":"26.1.5"},
                 "games":{"by_status":{"running":21,"stopped":2},"by_health":{"healthy":20,"exited":2},"unwell":2},
                 "unwell_games":[{"game_id":"g3","status":"stopped","health":"exited","words":"exited 7, 3 ends within 1h","since":"2026-04-28T11:55:00Z"},
                   {"game_id":"g2","status":"running","health":"probe_failed","words":"probe failed","since":"2026-04-28T11:50:00Z"}],
                 "jobs":[{"stream":"start_jobs","waiting":3}],"outbox":{"waiting":1},
                 "operations":{"open":1,"items":[{"game_id":"g1","op_kind":"start","op_source":"lobby_stream","started_at":"2026-04-28T11:59:18Z",
                   "waits_for":"pull of galaxy/game:1.4.0 for 42s"}]},
                 "disks":[{"name":"state_root","free_bytes":29,"total_bytes":100}],
                 "drain":{"draining":true,"since":"2026-04-28T11:50:00Z"},"unreadable_rows":1,
                 "problems":[{"part":"docker_root","error":"cannot be read"}]}
                """);

        assertThat(service.types("status")).isZero();
        assertThat(service.lines())
                .containsExactly(
                        "0.2.0 leader with 1 standby at 10.0.0.6, up 3d   postgres ok   redis AWAY   docker ok 26.1.5   disk 29 % free, another ?",
                        "21 running?, 2 stopped, 2 UNWELL   jobs ? waiting   outbox 1   1 operation in progress",
                        "  redis: refuses writes; affects starts, stops, health and ends of games",
                        "  rows of PostgreSQL that cannot be read: 1; the log names them",
                        "  free space of Docker's disk: cannot be read",
                        "  DRAINING: no new games are started, for 10m",
                        "  g3: exited 7, 5m ago, 3 ends within 1h",
                        "  g2: probe failed?, 10m ago",
                        "  g1: start by lobby for 42s, waits for the pull of galaxy/game:1.4.0 for 42s");
    }

    @ParameterizedTest
    @CsvSource({"6,1 more game is", "7,2 more games are", "90,85 more games are"})
    void ofManyUnwellGamesTheFirstAreNamedAndTheRestAreCounted(int all, String more) {
        service.answers(
                "GET /api/v1/internal/status",
                """
                {"version":"0.2.0","phase":"leading","dependencies":[{"name":"docker","ok":false,"error":"hangs"}],
                 "games":{"by_status":{},"unwell":%d},"unwell_games":[%s],"problems":[]}\
                """
                        .formatted(
                                all,
                                IntStream.rangeClosed(1, Math.min(all, 50))
                                        .mapToObj(
                                                """
                                                {"game_id":"game-%d","status":"running","health":"probe_failed","words":"probe failed","since":"2026-04-28T11:55:00Z"}\
                                                """
                                                        ::formatted)
                                        .collect(Collectors.joining(","))));

        assertThat(service.types("status")).isZero();
        assertThat(service.lines().get(1)).contains(", " + all + " UNWELL");
        assertThat(service.lines())
                .hasSize(9)
                .contains("  game-1: probe failed?, 5m ago", "  game-5: probe failed?, 5m ago")
                .endsWith("  " + more + " unwell; see: rtmanager ps --unwell");
    }

    @ParameterizedTest
    @CsvSource({
        "docker,does not answer",
        "postgres,the server takes no writes: default_transaction_read_only is on"
    })
    void whileNobodySeesTheEnginesItIsDoubtfulHowManyRun(String dependency, String error) {
        service.answers(
                "GET /api/v1/internal/status",
                """
                {"version":"0.2.0","phase":"leading","dependencies":[{"name":"%s","ok":false,"error":"%s"}],
                 "games":{"by_status":{"running":9,"stopped":2}},
                 "problems":[{"part":"docker_root","error":"docker: does not answer"}]}\
                """
                        .formatted(dependency, error));

        assertThat(service.types("status")).isZero();
        assertThat(service.lines().getFirst()).endsWith("   disk ?");
        assertThat(service.lines().get(1)).startsWith("9 running?, 2 stopped   ");
    }

    @Test
    void aServerThatOnlyLetsReadIsNotAway() {
        service.answers(
                "GET /api/v1/internal/status",
                """
                {"version":"0.2.0","phase":"leading","dependencies":[
                  {"name":"postgres","ok":false,"error":"the server takes no writes: default_transaction_read_only is on"},
                  {"name":"redis","ok":false,"error":"it takes no writes because its memory is full"}]}\
                """);

        assertThat(service.types("status")).isZero();
        assertThat(service.lines().getFirst())
                .isEqualTo("0.2.0 leader   postgres READ-ONLY   redis FULL");
    }

    @Test
    void thatAnEndWasNotedIsNoNewsBesideTheEnd() {
        service.answers(
                OVERVIEW,
                """
                {"items":[{"game_id":"game-1","status":"stopped","current_image_ref":"i:1","health":{},
                  "last_operation":{"op_kind":"reconcile_observed_exited","op_source":"auto_reconcile","outcome":"success","error_code":null},
                  "last_change":{"op_kind":"start","op_source":"lobby_stream","outcome":"success","error_code":null}}],"next":null}
                """);

        assertThat(service.types("ps")).isZero();
        assertThat(service.lines().getLast()).endsWith("-   start, lobby, ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops game-1", "show game-1"})
    void nothingOfAReasonIsLostOnANarrowTerminal(String line) {
        String reason =
                "the registry requires credentials for registry.example.org:5000/galaxy/game:1.0.0, or"
                        + " refuses the given ones: check /home/games/.docker/config.json; Docker says:"
                        + " Head \\\"https://registry.example.org:5000/v2/galaxy/game/manifests/1.0.0\\\":"
                        + " no basic auth credentials";
        String row =
                "{\"op_kind\":\"start\",\"op_source\":\"admin_rest\",\"outcome\":\"failure\",\"error_code\":\"image_pull_failed\",\"error_message\":\"%s\"}"
                        .formatted(reason);
        service.answers("GET /api/v1/internal/runtimes/game-1", "{\"game_id\":\"game-1\"}");
        service.answers(
                "GET /api/v1/internal/runtimes/game-1/history?limit=10",
                "{\"items\":[{\"operation\":%s}]}".formatted(row));
        service.answers(
                "GET /api/v1/internal/operations?limit=20&game_id=game-1",
                "{\"items\":[%s],\"next\":null}".formatted(row));

        service.terminal(80);
        assertThat(service.types(line.split(" ", -1))).isZero();
        assertThat(service.lines()).noneMatch(each -> each.contains("…"));
        assertThat(service.lines()).allMatch(each -> each.length() <= 80);
        assertThat(service.lines().getLast()).endsWith("credentials");
    }

    @Test
    void aProcessOfALivingEngineThatRanOutOfMemoryIsShown() {
        service.answers("GET /api/v1/internal/runtimes/game-1", RECORD);
        service.answers(
                "GET /api/v1/internal/runtimes/game-1/health",
                """
                {"status":"healthy","unwell":false,"words":"healthy","observed_at":"2026-04-28T11:59:00Z",
                 "killed_processes":2,"last_killed_at":"2026-04-28T11:59:30Z"}
                """);
        service.answers("GET /api/v1/internal/runtimes/game-1/history?limit=10", "{\"items\":[]}");

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines())
                .contains(
                        "memory     2 processes of the engine were killed because memory ran out, the last one 30s ago");
    }

    @Test
    void theReasonOfFailedProbesIsShown() {
        service.answers("GET /api/v1/internal/runtimes/game-1", RECORD);
        service.answers(
                "GET /api/v1/internal/runtimes/game-1/health",
                """
                {"status":"probe_failed","unwell":true,"words":"probe failed","observed_at":"2026-04-28T11:59:00Z",
                 "details":{"consecutive_failures":3,"last_status":404,"last_error":"unexpected status 404"}}
                """);
        service.answers("GET /api/v1/internal/runtimes/game-1/history?limit=10", "{\"items\":[]}");

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines())
                .startsWith(
                        "game-1  running  probe failed, 60s ago",
                        "reason     unexpected status 404");
    }

    @Test
    void everythingAboutOneGame() {
        service.answers("GET /api/v1/internal/runtimes/game-1", RECORD);
        service.answers("GET /api/v1/internal/runtimes/game-1/health", exited(7));
        service.answers(
                "GET /api/v1/internal/runtimes/game-1/history?limit=10",
                """
                {"items":[
                 {"at":"2026-04-28T11:55:00Z","ending":{"exit_code":7,"oom":false,"requested":false,"with_daemon":false,
                  "started_at":"2026-04-28T11:00:01Z","ended_at":"2026-04-28T11:55:00Z","last_line":"fatal: out of orders"}},
                 {"at":"2026-04-28T11:00:00Z","operation":{"op_kind":"start","op_source":"lobby_stream","image_ref":"galaxy/game:1.4.0",
                  "outcome":"success","started_at":"2026-04-28T11:00:00Z","finished_at":"2026-04-28T11:00:01.250Z"}}]}
                """);

        assertThat(service.types("show", "game-1")).isZero();
        assertThat(service.lines())
                .startsWith("game-1  running  exited 7, 5m ago", "image      galaxy/game:1.4.0")
                .contains("started    04-28 11:57:00 UTC, 3m ago")
                .endsWith(
                        "TIME (UTC)      WHAT          BY      OUTCOME  TOOK     DETAILS",
                        "04-28 11:55:00  engine ended  itself  exit 7   ran 54m  fatal: out of orders",
                        "04-28 11:00:00  start         lobby   ok       1.25s    galaxy/game:1.4.0");
    }

    @Test
    void anEnginesLinesHaveNoEffectOnTheTerminal() {
        service.answers(
                "GET /api/v1/internal/runtimes/game-1/logs?tail=100", "a\tb\n\u001b]0;x\u0007c\n");

        assertThat(service.types("logs", "game-1")).isZero();
        assertThat(service.lines()).containsExactly("a\tb", "\\x1b]0;x\\x07c");
    }

    @Test
    void whatChangedIsOneLineEach() {
        service.answers(
                "GET /api/v1/internal/events?follow=false&game_id=g1",
                """
                event: open
                data: {"reason":"kept changes"}

                id: b-1
                event: operation
                data: {"game_id":"g1","op_kind":"start","op_source":"lobby_stream","outcome":"failure","error_code":"image_pull_failed","error_message":"no such image","started_at":"2026-04-28T11:00:00Z","finished_at":"2026-04-28T11:00:01Z"}

                id: b-2
                event: health
                data: {"game_id":"g1","status":"exited","observed_at":"2026-04-28T11:55:00Z","unwell":true,"words":"exited 7"}

                event: end
                data: {"reason":"the service stops"}

                """);

        assertThat(service.types("events", "g1")).isZero();
        assertThat(service.lines())
                .containsExactly(
                        "04-28 11:00:01  g1  start, lobby, image_pull_failed: no such image",
                        "04-28 11:55:00  g1  exited 7");
        assertThat(service.errors()).isEqualTo("The stream ended: the service stops");
    }

    @Test
    void aChangeWhoseAnswerIsLostMayHaveBeenMade() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread closing = Thread.ofVirtual().start(() -> closeAfterReading(silent));
            assertThat(
                            service.types(
                                    "--url",
                                    "http://127.0.0.1:" + silent.getLocalPort(),
                                    "stop",
                                    "g1"))
                    .isEqualTo(3);
            closing.join();
        }
        assertThat(service.errors()).contains("Whether it made the change is not known");
    }

    /**
     * Reads the whole request: one that could not be sent whole was not made, and is sent again.
     */
    private static void closeAfterReading(ServerSocket server) {
        try (Socket client = server.accept()) {
            int read = client.getInputStream().read();
            while (read != '}') {
                assertThat(read).isPositive();
                read = client.getInputStream().read();
            }
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @Test
    void aGameThatIsUnknownHasNoStats() {
        service.answers("GET /api/v1/internal/stats?game_id=none", "{\"items\":[]}");
        assertThat(service.types("stats", "none")).isEqualTo(1);
        assertThat(service.errors()).contains("no runtime of game none");
    }

    @Test
    void whatUsesMostMemoryComesFirst() {
        service.answers(
                "GET /api/v1/internal/overview?limit=1000&status=running",
                "{\"items\":[{\"game_id\":\"a\"},{\"game_id\":\"b\"}],\"next\":null}");
        service.answers(
                "GET /api/v1/internal/stats?game_id=a%2Cb",
                """
                {"items":[
                 {"game_id":"a","cpu_millicores":13,"cpu_limit_millicores":1000,"memory_bytes":1048576,"memory_limit_bytes":536870912,"pids":3,"pids_limit":null,"state_bytes":null,"error":null},
                 {"game_id":"b","cpu_millicores":null,"memory_bytes":33554432,"pids":12,"pids_limit":512,"error":"the processor's files cannot be read"}]}
                """);

        assertThat(service.types("stats")).isZero();
        assertThat(service.lines())
                .containsExactly(
                        "GAME  CPU           MEMORY        PIDS",
                        "b     -             32M           12 of 512    the processor's files cannot be read",
                        "a     0.01 of 1.00  1.0M of 512M  3");
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assertThat(service.types("completion")).isZero();

        Process bash = new ProcessBuilder("bash", "-s").redirectErrorStream(true).start();
        try (var in = bash.outputWriter(StandardCharsets.UTF_8)) {
            in.write(String.join("\n", service.lines()));
            in.write(
                    """

                    COMP_WORDS=(rtmanager ps --un); COMP_CWORD=2; COMP_LINE='rtmanager ps --un'
                    _complete_rtmanager; echo "option ${COMPREPLY[*]}"
                    COMP_WORDS=(rtmanager re); COMP_CWORD=1; COMP_LINE='rtmanager re'
                    _complete_rtmanager; echo "command ${COMPREPLY[*]}"
                    """);
        }
        assertThat(bash.inputReader(StandardCharsets.UTF_8).lines())
                .contains("option --unwell", "command restart");
    }
}
