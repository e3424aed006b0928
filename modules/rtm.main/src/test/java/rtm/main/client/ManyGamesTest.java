package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that change several games. */
final class ManyGamesTest {

    private static final String API = "/api/v1/internal";
    private static final String STATUS = "GET " + API + "/status";
    private static final String DRAIN = API + "/status/drain";
    private static final String RUNNING = "GET " + API + "/overview?limit=1000&status=running";
    private static final String STOPPED = "GET " + API + "/overview?limit=1000&status=stopped";
    private static final String WITH_DOCKER =
            """
            "last_ending":{"exit_code":137,"oom":false,"requested":false,"with_daemon":true}\
            """;
    private static final String ENDED =
            """
            {"at":"2026-04-28T11:00:00Z","ending":{"requested":false,"with_daemon":true}}\
            """;

    private AnsweringService service;

    @BeforeEach
    void serve() throws Exception {
        service = new AnsweringService();
        service.answers("POST " + DRAIN, "{\"draining\":true,\"since\":\"2026-04-28T11:50:00Z\"}");
    }

    @AfterEach
    void close() {
        service.close();
    }

    private static String page(String... games) {
        return "{\"items\":[%s],\"next\":null}".formatted(String.join(",", games));
    }

    private static String game(String id) {
        return "{\"game_id\":\"%s\"}".formatted(id);
    }

    private static String endedWithDocker(String id) {
        return "{\"game_id\":\"%s\",%s}".formatted(id, WITH_DOCKER);
    }

    private static String operation(String kind, String outcome) {
        return """
        {"at":"2026-04-28T11:30:00Z","operation":{"op_kind":"%s","outcome":"%s"}}\
        """
                .formatted(kind, outcome);
    }

    private static String one(String id, String rest) {
        return API + "/runtimes/" + id + rest;
    }

    private void stopped(String id, String... history) {
        service.answers(
                "GET " + one(id, ""), "{\"game_id\":\"%s\",\"status\":\"stopped\"}".formatted(id));
        service.answers("GET " + one(id, "/history?limit=100"), page(history));
        service.answers("POST " + one(id, "/restart"), game(id));
    }

    @Test
    void aDrainStartsAndEnds() {
        service.answers("DELETE " + DRAIN, "{\"draining\":false,\"since\":null}");

        assertThat(service.types("drain")).isZero();
        assertThat(service.lines())
                .containsExactly("No new games are started, since 04-28 11:50:00 UTC");
        service.answers(STATUS, "{\"drain\":{\"draining\":true}}");
        assertThat(service.types("drain", "--undo")).isZero();
        assertThat(service.lines()).containsExactly("Games are started again");
        service.answers(STATUS, "{\"drain\":{\"draining\":false}}");
        assertThat(service.types("drain", "--undo")).isZero();
        assertThat(service.lines()).containsExactly("There was no drain: games are started");

        service.answers(
                "GET /api/v1/internal/status",
                "{\"drain\":{\"draining\":true},\"problems\":[],\"dependencies\":[{\"name\":\"docker\",\"ok\":false,\"error\":\"hangs\"}]}");
        assertThat(service.types("drain", "--undo")).isZero();
        assertThat(service.lines())
                .containsExactly("The drain has ended; starts wait for the Docker daemon");
    }

    @Test
    void aDrainStopsAllGamesInOrderAndNamesThoseThatFailed() {
        service.answers(RUNNING, page(game("c"), game("a")));
        service.thenAnswers(RUNNING, page());
        service.answers(
                AnsweringService.OPEN_OPERATIONS,
                page("{\"game_id\":\"b\",\"op_kind\":\"start\"}"));
        service.answers("POST " + one("a", "/stop"), game("a"));
        service.refuses("POST " + one("b", "/stop"), 409, "conflict", "b is busy");
        service.answers("POST " + one("c", "/stop"), game("c"));

        assertThat(service.types("drain", "--stop")).isEqualTo(1);
        assertThat(service.lines()).endsWith("1/3 stopped  a", "3/3 stopped  c");
        assertThat(service.errors())
                .isEqualTo(
                        """
                        2/3 not stopped  b: b is busy (conflict)
                        1 of 3 not stopped: b\
                        """);
        assertThat(service.requests().get(0).line()).isEqualTo("POST " + DRAIN);
    }

    @Test
    void whileDockerIsAwayTheOtherGamesAreNotTried() {
        service.answers(RUNNING, page(game("a"), game("b"), game("c"), game("d")));
        service.answers("POST " + one("a", "/stop"), game("a"));
        service.refuses("POST " + one("b", "/stop"), 503, "service_unavailable", "docker hangs");
        service.answers(
                STATUS,
                "{\"dependencies\":[{\"name\":\"docker\",\"ok\":false,\"error\":\"docker: does not answer\"}]}");

        assertThat(service.types("drain", "--stop")).isEqualTo(1);
        assertThat(service.lines()).endsWith("1/4 stopped  a");
        assertThat(service.errors())
                .isEqualTo(
                        """
                        2/4 not stopped  b: docker hangs (service_unavailable)
                        1 of 2 not stopped: b; 2 more games were not tried; docker: does not answer (service_unavailable)\
                        """);
        assertThat(service.requests())
                .extracting(request -> request.line())
                .noneMatch(line -> line.equals("POST " + one("c", "/stop")));
    }

    @Test
    void aRefusalOfOneGameIsNoReasonToLeaveTheOthersWhileDockerAnswers() {
        service.answers(RUNNING, page(game("a"), game("b")));
        service.thenAnswers(RUNNING, page());
        service.refuses("POST " + one("a", "/stop"), 503, "service_unavailable", "busy");
        service.answers("POST " + one("b", "/stop"), game("b"));
        service.answers(STATUS, "{\"dependencies\":[{\"name\":\"docker\",\"ok\":true}]}");

        assertThat(service.types("drain", "--stop")).isEqualTo(1);
        assertThat(service.lines()).endsWith("2/2 stopped  b");
    }

    @Test
    void theOtherGamesOfASilentNodeAreNotTried() {
        service.answers(RUNNING, page(game("a"), game("b"), game("c"), game("d")));
        service.thenAnswers(RUNNING, page());
        service.answers("POST " + one("a", "/stop"), game("a"));
        service.refuses(
                "POST " + one("b", "/stop"),
                503,
                "service_unavailable",
                "node vm-2, which holds game b, does not answer: no connection; nothing was changed");
        service.answers("POST " + one("d", "/stop"), game("d"));
        service.answers(
                "GET " + API + "/nodes?game_id=c", page("{\"number\":2,\"name\":\"vm-2\"}"));
        service.answers(
                "GET " + API + "/nodes?game_id=d", page("{\"number\":1,\"name\":\"vm-1\"}"));
        service.answers(STATUS, "{\"dependencies\":[{\"name\":\"docker\",\"ok\":true}]}");

        assertThat(service.types("drain", "--stop")).isEqualTo(1);
        assertThat(service.lines()).endsWith("1/4 stopped  a", "4/4 stopped  d");
        assertThat(service.errors())
                .isEqualTo(
                        """
                        2/4 not stopped  b: node vm-2, which holds game b, does not answer: no connection; nothing was changed (service_unavailable)
                        3/4 not stopped  c: not tried, node vm-2 does not answer
                        2 of 4 not stopped: b, c\
                        """);
        assertThat(service.requests())
                .extracting(request -> request.line())
                .noneMatch(line -> line.equals("POST " + one("c", "/stop")));
    }

    @Test
    void aGameThatCameUpMeanwhileIsStoppedToo() {
        service.answers(RUNNING, page(game("a")));
        service.thenAnswers(RUNNING, page(game("b")));
        service.thenAnswers(RUNNING, page());
        service.answers("POST " + one("a", "/stop"), game("a"));
        service.answers("POST " + one("b", "/stop"), game("b"));

        assertThat(service.types("drain", "--stop")).isZero();
        assertThat(service.lines()).endsWith("1/1 stopped  a", "2/2 stopped  b");
    }

    @Test
    void onlyGamesThatEndedWithDockerAndWereLeftAloneAreRestarted() {
        service.answers(
                STOPPED,
                page(
                        endedWithDocker("taken-down"),
                        endedWithDocker("tried-since"),
                        endedWithDocker("stop-failed-since"),
                        endedWithDocker("stopped-since"),
                        endedWithDocker("no-longer-stopped"),
                        endedWithDocker("crashed-since"),
                        endedWithDocker("at-work"),
                        game("stopped-before")));
        stopped("taken-down", ENDED, operation("start", "success"));
        stopped("tried-since", operation("restart", "failure"), ENDED);
        stopped("stop-failed-since", operation("stop", "failure"), ENDED);
        stopped(
                "stopped-since",
                operation("restart", "failure"),
                operation("stop", "success"),
                ENDED);
        stopped("crashed-since", "{\"at\":\"2026-04-28T11:00:00Z\",\"ending\":{\"exit_code\":7}}");
        stopped("at-work", operation("restart", "in_progress"), ENDED);
        stopped("no-longer-stopped", ENDED);
        service.answers(
                "GET " + one("no-longer-stopped", ""),
                "{\"game_id\":\"no-longer-stopped\",\"status\":\"running\"}");

        assertThat(service.types("restart", "--ended-by-docker", "--dry-run")).isZero();
        assertThat(service.lines())
                .containsExactly("taken-down", "tried-since", "stop-failed-since");
        assertThat(service.requests()).noneMatch(request -> request.line().startsWith("POST"));

        assertThat(service.types("restart", "--ended-by-docker")).isZero();
        assertThat(service.lines())
                .containsExactly(
                        "1/3 restarted  taken-down",
                        "2/3 restarted  tried-since",
                        "3/3 restarted  stop-failed-since");
        assertThat(service.requests())
                .filteredOn(request -> request.line().startsWith("POST"))
                .hasSize(3);
    }

    @Test
    void aGameThatIsStoppedOnPurposeMeanwhileIsNotRestarted() {
        service.answers(STOPPED, page(endedWithDocker("a")));
        stopped("a", ENDED);
        service.thenAnswers(
                "GET " + one("a", "/history?limit=100"), page(operation("stop", "success"), ENDED));

        assertThat(service.types("restart", "--ended-by-docker")).isEqualTo(1);
        assertThat(service.errors())
                .isEqualTo(
                        """
                        1/1 not restarted  a: was changed meanwhile, left alone
                        1 of 1 not restarted: a\
                        """);
        assertThat(service.requests()).noneMatch(request -> request.line().startsWith("POST"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --dry-run", " --json", " --dry-run --json"})
    void whileDockerIsAwayNobodyKnowsWhatEndedWithIt(String options) {
        service.answers(STOPPED, page());
        service.answers(
                "GET /api/v1/internal/status",
                "{\"dependencies\":[{\"name\":\"docker\",\"ok\":false,\"error\":\"docker: does not answer\"}]}");

        assertThat(service.types(("restart --ended-by-docker" + options).split(" ", -1)))
                .isEqualTo(1);
        assertThat(service.lines() + service.errors())
                .contains("which games ended with Docker is not known now: docker: does not answer")
                .contains("service_unavailable")
                .doesNotContain("No stopped game", "items");
    }

    @Test
    void whatEndedWithDockerIsNotKnownWithoutTheStatus() {
        service.answers(STOPPED, page());
        service.refuses("GET /api/v1/internal/status", 503, "service_unavailable", "busy");

        assertThat(service.types("restart", "--ended-by-docker")).isEqualTo(1);
        assertThat(service.errors()).isEqualTo("busy (service_unavailable)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drain --stop", "restart --ended-by-docker"})
    void whereThereIsNothingToDoThatIsSaid(String command) {
        service.answers(RUNNING, page());
        service.answers(STOPPED, page());

        assertThat(service.types(command.split(" "))).isZero();
        assertThat(service.lines().size() + service.errors().length()).isPositive();
    }
}
