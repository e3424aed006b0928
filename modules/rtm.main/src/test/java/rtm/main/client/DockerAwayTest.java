package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While Docker does not answer, no command says that there is nothing where nobody can see it. */
final class DockerAwayTest {

    private static final String API = " /api/v1/internal";
    private static final String STATUS = "GET" + API + "/status";
    private static final String NOTHING = "{\"items\":[],\"next\":null}";
    private static final String RUNNING = "GET" + API + "/overview?limit=1000&status=running";
    private static final String AWAY =
            "docker: does not answer; affects starts, stops, health and ends of games";

    private AnsweringService service;

    @BeforeEach
    void serve() throws Exception {
        service = new AnsweringService();
        service.answers(
                STATUS,
                """
                {"dependencies":[{"name":"docker","ok":false,"error":"docker: does not answer"}],"problems":[],
                 "pending":[{"game_id":null,"op_kind":"pull","op_source":"admin_rest","image_ref":"i:1",
                  "started_at":"2026-04-28T11:59:18Z","waits_for":null,"progress":"no progress yet"}]}\
                """);
    }

    @AfterEach
    void close() {
        service.close();
    }

    private int types(String line) {
        return service.types(line.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--unwell", "--stopped", "--removed"})
    void aPartOfTheGamesMayMissSome(String filter) {
        for (String status : new String[] {"", "&status=stopped", "&status=removed"}) {
            service.answers("GET" + API + "/overview?limit=1000" + status, NOTHING);
        }

        assertThat(types("ps " + filter)).isEqualTo(1);
        assertThat(service.errors())
                .isEqualTo(
                        "Warning: %s\nNot all is shown: how the engines of running games are is not known now"
                                .formatted(AWAY));
        assertThat(types("ps --json " + filter)).isEqualTo(1);
        assertThat(service.errors()).startsWith("Not all is shown: ");
    }

    @Test
    void allGamesAreListedWithTheirDoubt() {
        service.answers(
                "GET" + API + "/overview?limit=1000",
                """
                {"items":[{"game_id":"game-1","status":"running","current_image_ref":"i:1",
                  "health":{"status":"healthy","words":"healthy","unwell":false}}],"next":null}\
                """);

        assertThat(types("ps")).isZero();
        assertThat(service.lines()).anyMatch(line -> line.contains("healthy?"));
        assertThat(service.errors()).isEqualTo("Warning: " + AWAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats", "stats --json"})
    void whatEnginesUseIsNotNothing(String line) {
        service.answers(
                RUNNING, "{\"items\":[{\"game_id\":\"a\"},{\"game_id\":\"b\"}],\"next\":null}");
        service.answers(
                "GET" + API + "/stats?game_id=a%2Cb",
                """
                {"items":[{"game_id":"a","container_id":"0a","source":null,"error":"neither shows it"},
                 {"game_id":"b","container_id":null,"source":null,"error":"the game does not run"}]}\
                """);

        assertThat(types(line)).isEqualTo(1);
        assertThat(service.errors())
                .isEqualTo("Not all is shown: what engines use cannot be read of a");

        service.answers(RUNNING, NOTHING);
        assertThat(types(line)).isEqualTo(1);
        assertThat(service.errors())
                .isEqualTo("Not all is shown: whether a game runs is not known now: " + AWAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drain --stop", "drain --stop --json"})
    void thatNoGameIsRecordedAsRunningIsNoDrain(String line) {
        service.answers("POST" + API + "/status/drain", "{\"draining\":true,\"since\":null}");
        service.answers(RUNNING, NOTHING);

        assertThat(types(line)).isEqualTo(1);
        assertThat(service.lines() + service.errors())
                .contains(
                        "no game is recorded as running; whether one runs is not known now: "
                                + AWAY)
                .contains("service_unavailable")
                .doesNotContain("No game runs");
    }

    @Test
    void thatNoEngineHasEndedIsNotKnown() {
        String game = "GET" + API + "/runtimes/game-1";
        service.answers(game, "{\"game_id\":\"game-1\"}");
        service.refuses(
                game + "/logs?tail=100&previous=true",
                404,
                "not_found",
                "no engine of game game-1 has ended");

        assertThat(types("logs game-1 --previous")).isEqualTo(1);
        assertThat(service.errors())
                .isEqualTo(
                        "no engine of game game-1 has ended; whether one has ended meanwhile is not known now: %s (not_found)"
                                .formatted(AWAY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "images",
                "images --json",
                "images prune",
                "images prune --dry-run",
                "images prune --json",
                "logs game-1",
                "logs game-1 -f"
            })
    void whatOnlyDockerKnowsIsRefused(String line) {
        String log = "GET" + API + "/runtimes/game-1/logs?tail=100";
        for (String asked : new String[] {"GET" + API + "/images", log, log + "&follow=true"}) {
            service.refuses(asked, 503, "service_unavailable", "docker: does not answer");
        }

        assertThat(types(line)).isEqualTo(1);
        assertThat(service.lines() + service.errors())
                .contains("docker: does not answer", "service_unavailable")
                .doesNotContain("No image", "items", "GAMES");
    }

    @Test
    void whatIsInProgressIsKnownWithoutDocker() {
        service.answers("GET" + API + "/operations?limit=20&open=true", NOTHING);

        assertThat(types("ops --open")).isZero();
        assertThat(service.lines()).anyMatch(line -> line.contains("pull"));
        assertThat(service.errors()).isEqualTo("Warning: " + AWAY);
    }
}
