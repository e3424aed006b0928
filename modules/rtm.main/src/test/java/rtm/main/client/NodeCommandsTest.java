package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NodeCommandsTest {

    private static final String NODES = "/api/v1/internal/nodes";
    private static final String RETIRE = "POST " + NODES + "/retire?fenced=true";
    private static final String TWO =
            "{\"number\":2,\"name\":\"vm-2\",\"url\":\"http://vm-2:8096\",\"state\":\"%s\"%s}";

    private static final String SEVERAL =
            """
            {"number":1,"name":"vm-1","url":"http://vm-1:8096","state":"open","held":true,"intake":true,"lost":false,"games_running":3,"games_recorded":4,"games_max":40,"memory_used_bytes":1610612736,"memory_bytes":8589934592,"seen_at":"2026-04-28T11:00:00Z","words":null},
            {"number":2,"name":"vm-2","url":null,"state":"closed","held":true,"intake":false,"lost":false,"games_running":1,"games_recorded":1,"games_max":0,"memory_used_bytes":0,"memory_bytes":null,"seen_at":null,"words":"closed: no new games come there"},
            {"number":3,"name":null,"url":null,"state":"open","held":false,"intake":false,"lost":true,"games_running":0,"games_recorded":0,"games_max":null,"memory_used_bytes":0,"memory_bytes":null,"seen_at":null,"words":"lost: no process was seen there for 3m, and 0 games are recorded as running"},
            {"number":4,"name":"vm-4","url":null,"state":"retired","held":false,"intake":false,"lost":false,"games_running":0,"games_recorded":0,"games_max":null,"memory_used_bytes":0,"memory_bytes":null,"seen_at":null,"words":null}
            """;

    private AnsweringService service;

    @BeforeEach
    void serve() throws Exception {
        service = new AnsweringService();
        service.answers("GET " + NODES, "{\"items\":[" + SEVERAL + "]}");
        service.answers(
                "GET /api/v1/internal/status",
                "{\"version\":\"1.0.0\",\"phase\":\"leading\",\"dependencies\":[],\"problems\":[],\"nodes\":["
                        + SEVERAL
                        + "]}");
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void theNodesAreListed() {
        assertThat(service.types("nodes")).isZero();
        assertThat(service.lines())
                .containsExactly(
                        "NODE  STATE    PROCESS     RUNNING  GAMES  MEMORY        SEEN  URL",
                        "vm-1  open     reads jobs  3 of 40  4      1.5G of 8.0G  60m   http://vm-1:8096",
                        "vm-2  closed   yes         1        1      0B            -     -",
                        "3     open     lost        0        0      0B            -     -",
                        "vm-4  retired  -           0        0      0B            -     -",
                        "vm-2: closed: no new games come there",
                        "3: lost: no process was seen there for 3m, and 0 games are recorded as running");
    }

    @Test
    void psNamesTheNodeOfEachGameWhereThereAreSeveral() {
        service.answers(
                "GET /api/v1/internal/overview?limit=1000",
                """
                {"items":[{"game_id":"g1","status":"running","current_image_ref":"a:1","node":2,"started_at":"2026-04-28T11:00:00Z"},
                 {"game_id":"g2","status":"stopped","current_image_ref":"a:1","node":9}],"next":null}
                """);
        assertThat(service.types("ps")).isZero();
        assertThat(service.lines().getFirst()).endsWith("  NODE");
        assertThat(service.lines().get(1)).startsWith("g1 ").endsWith("  vm-2");
        assertThat(service.lines().get(2)).startsWith("g2 ").endsWith("  9");
    }

    @Test
    void showNamesTheNodeOfTheGame() {
        service.answers(
                "GET /api/v1/internal/runtimes/g1",
                "{\"game_id\":\"g1\",\"status\":\"stopped\",\"current_image_ref\":\"a:1\",\"current_container_id\":\"1f2a\"}");
        service.answers(
                "GET /api/v1/internal/runtimes/g1/history?limit=10",
                "{\"items\":[],\"next\":null}");
        service.answers(
                "GET " + NODES + "?game_id=g1", "{\"items\":[{\"number\":2,\"name\":\"vm-2\"}]}");
        assertThat(service.types("show", "g1")).as(service.errors()).isZero();
        assertThat(service.lines()).anyMatch(line -> line.matches(" *node +vm-2"));
    }

    @Test
    void showAsksForNoNodeWhereThereIsOneOnly() {
        service.answers(
                "GET /api/v1/internal/runtimes/g1",
                "{\"game_id\":\"g1\",\"status\":\"stopped\",\"current_image_ref\":\"a:1\",\"current_container_id\":\"1f2a\"}");
        service.answers(
                "GET /api/v1/internal/runtimes/g1/history?limit=10",
                "{\"items\":[],\"next\":null}");
        service.answers("GET /api/v1/internal/status", "{\"dependencies\":[],\"problems\":[]}");
        assertThat(service.types("show", "g1")).as(service.errors()).isZero();
        assertThat(service.requests())
                .noneMatch(request -> request.line().contains("/internal/nodes"));
    }

    @Test
    void theStatusHasTheNodesAndWhatIsWrongWithThem() {
        assertThat(service.types("status")).isZero();
        assertThat(service.lines())
                .contains(
                        "  node vm-2: closed: no new games come there",
                        "  node 3: lost: no process was seen there for 3m, and 0 games are recorded as running",
                        "  node vm-1: open, reads jobs, 3 of 40 games run, with 1.5G of 8.0G",
                        "  node vm-2: closed, 1 game run, with 0B");
    }

    @Test
    void aLostNodeIsAWarningOfEveryTableAndAClosedOneIsNot() {
        service.answers("GET /api/v1/internal/overview?limit=1000", "{\"items\":[],\"next\":null}");
        assertThat(service.types("ps")).isZero();
        assertThat(service.errors()).contains("Warning: node 3: lost").doesNotContain("closed");
    }

    private void lostWithGames() {
        String lost =
                SEVERAL.replace(
                        "\"lost\":true,\"games_running\":0", "\"lost\":true,\"games_running\":2");
        service.answers(
                "GET /api/v1/internal/status",
                "{\"dependencies\":[],\"problems\":[],\"nodes\":[" + lost + "]}");
    }

    @Test
    void howTheEnginesOfALostNodeAreIsDoubtful() {
        lostWithGames();
        String health =
                "\"health\":{\"status\":\"healthy\",\"words\":\"healthy\",\"unwell\":false}";
        service.answers(
                "GET /api/v1/internal/overview?limit=1000",
                "{\"items\":[{\"game_id\":\"g1\",\"status\":\"running\",\"node\":1,%1$s},{\"game_id\":\"g2\",\"status\":\"running\",\"node\":3,%1$s},{\"game_id\":\"g3\",\"status\":\"stopped\",\"node\":3,%1$s}],\"next\":null}"
                        .formatted(health));
        assertThat(service.types("ps")).isZero();
        assertThat(service.lines().stream().map(line -> line.replaceAll(" +", " ")))
                .anyMatch(line -> line.startsWith("g1 running healthy "))
                .anyMatch(line -> line.startsWith("g2 running healthy? "))
                .anyMatch(line -> line.startsWith("g3 stopped healthy "));

        assertThat(service.types("ps", "--unwell")).isEqualTo(1);
        assertThat(service.errors())
                .contains(
                        "Warning: node 3: lost: ",
                        "Not all is shown: how the engines of running games on the lost node 3 are is not known now");
        assertThat(service.types("ps", "--unwell", "--json")).isEqualTo(1);
    }

    @Test
    void aLostNodeWithoutRunningGamesHidesNothing() {
        service.answers("GET /api/v1/internal/overview?limit=1000", "{\"items\":[],\"next\":null}");
        assertThat(service.types("ps", "--unwell")).isZero();
    }

    @Test
    void showDoubtsTheHealthOfAGameOnALostNode() {
        lostWithGames();
        service.answers(
                "GET /api/v1/internal/runtimes/g1",
                "{\"game_id\":\"g1\",\"status\":\"running\",\"current_image_ref\":\"a:1\"}");
        service.answers(
                "GET /api/v1/internal/runtimes/g1/health",
                "{\"status\":\"healthy\",\"words\":\"healthy\",\"unwell\":false}");
        service.answers(
                "GET /api/v1/internal/runtimes/g1/history?limit=10",
                "{\"items\":[],\"next\":null}");
        service.answers("GET " + NODES + "?game_id=g1", "{\"items\":[{\"number\":3}]}");
        assertThat(service.types("show", "g1")).as(service.errors()).isZero();
        assertThat(service.lines()).startsWith("g1  running  healthy?");

        service.answers(
                "GET " + NODES + "?game_id=g1", "{\"items\":[{\"number\":1,\"name\":\"vm-1\"}]}");
        assertThat(service.types("show", "g1")).as(service.errors()).isZero();
        assertThat(service.lines()).startsWith("g1  running  healthy");
    }

    @Test
    void imagesAndEventsOfAnotherNodeAreAskedForByItsName() {
        service.answers("GET /api/v1/internal/images?node=vm-2", "{\"items\":[]}");
        service.answers("GET /api/v1/internal/events?follow=false&node=vm-2", "");
        assertThat(service.types("images", "--node", "vm-2")).as(service.errors()).isZero();
        assertThat(service.types("events", "--node", "vm-2")).as(service.errors()).isZero();
    }

    @Test
    void aNodeThatWasGivenUpIsOpenedOnSomebodysWordThatItIsEmpty() {
        service.answers("POST " + NODES + "/open?emptied=true", TWO.formatted("open", ""));
        assertThat(service.types("node", "open", "vm-2", "--emptied")).isZero();
        assertThat(service.lines()).containsExactly("vm-2 is open: new games may come");
    }

    @Test
    void aNodeIsClosedAndOpened() {
        service.answers("POST " + NODES + "/close", TWO.formatted("closed", ""));
        service.answers("POST " + NODES + "/open", TWO.formatted("open", ""));

        assertThat(service.types("node", "close", "vm-2")).isZero();
        assertThat(service.lines())
                .containsExactly("vm-2 is closed: no new games come, those that are there stay");
        assertThat(service.types("node", "open", "vm-2")).isZero();
        assertThat(service.lines()).containsExactly("vm-2 is open: new games may come");
        assertThat(service.requests())
                .extracting(AnsweringService.Request::body)
                .containsExactly("{\"node\":\"vm-2\"}", "{\"node\":\"vm-2\"}");
        assertThat(service.types("node")).isEqualTo(2);
    }

    @Test
    void aNodeIsGivenUpOnlyIfItsMachineIsOffAndItsNameIsSaidTwice() {
        assertThat(service.types("node", "retire", "vm-2")).isEqualTo(2);
        assertThat(service.errors()).contains("--fenced");
        assertThat(service.types("node", "retire", "vm-2", "--fenced")).isEqualTo(2);
        assertThat(service.errors()).contains("--yes-i-mean vm-2");
        assertThat(service.types("node", "retire", "vm-2", "--fenced", "--yes-i-mean", "vm-1"))
                .isEqualTo(2);
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void aNodeIsGivenUpPortionByPortion() {
        service.answers(
                RETIRE, TWO.formatted("retired", ",\"games\":500,\"operations\":2,\"more\":true"));
        service.thenAnswers(
                RETIRE, TWO.formatted("retired", ",\"games\":7,\"operations\":0,\"more\":false"));

        assertThat(service.types("node", "retire", "vm-2", "--fenced", "--yes-i-mean", "vm-2"))
                .isZero();
        assertThat(service.lines())
                .containsExactly("vm-2 is given up: 507 games removed, 2 operations failed");
        assertThat(service.errors()).contains("rtmanager game move GAME NODE");
        assertThat(service.requests()).hasSize(2);
    }

    @Test
    void whatCannotBeSettledEndsTheCommand() {
        service.answers(
                RETIRE, TWO.formatted("retired", ",\"games\":0,\"operations\":0,\"more\":true"));
        assertThat(service.types("node", "retire", "vm-2", "--fenced", "--yes-i-mean", "vm-2"))
                .isEqualTo(1);
        assertThat(service.errors()).contains("try again in a moment");
    }

    @Test
    void aRefusalIsShown() {
        service.refuses(RETIRE, 409, "conflict", "a process of node vm-2 is at work");
        assertThat(service.types("node", "retire", "vm-2", "--fenced", "--yes-i-mean", "vm-2"))
                .isEqualTo(1);
        assertThat(service.errors()).isEqualTo("a process of node vm-2 is at work (conflict)");
    }

    @Test
    void aGameIsMovedAndTheFolderIsTheOperatorsMatter() {
        service.answers(
                "POST /api/v1/internal/runtimes/game-01HZ/move",
                "{\"game_id\":\"game-01HZ\",\"status\":\"removed\",\"current_image_ref\":\"galaxy/game:1.4.0\"}");
        assertThat(service.types("game", "move", "game-01HZ", "vm-1")).isZero();
        assertThat(service.lines()).containsExactly("game-01HZ is on node vm-1 now");
        assertThat(service.errors()).contains("folder was not copied");
        assertThat(service.requests().getLast().body()).isEqualTo("{\"node\":\"vm-1\"}");
    }

    @Test
    void aGameThatIsOnTheNodeAlreadyIsNotMoved() {
        service.answers(
                "GET " + NODES + "?game_id=game-01HZ",
                "{\"items\":[%s]}".formatted(TWO.formatted("open", "")));
        assertThat(service.types("game", "move", "game-01HZ", "vm-2")).isZero();
        assertThat(service.lines()).containsExactly("game-01HZ is on node vm-2 already");
        assertThat(service.errors()).isEmpty();
        assertThat(service.requests()).hasSize(1);
    }
}
