package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.testkit.document.AsyncApiContract;
import rtm.testkit.document.HttpExchanged;
import rtm.testkit.document.OpenApiContract;
import rtm.testkit.server.ServiceProcess;
import rtm.testkit.server.Trees;

/** What the packaged program answers and publishes is as its contract describes it. */
final class ContractIT {

    private static final String ALL = "/api/v1/internal/runtimes";
    private static final String IMAGE = "{\"image_ref\":\"%s\"}";

    private static Stage stage;
    private static ServiceProcess service;
    private final OpenApiContract http = new OpenApiContract();
    private final AsyncApiContract streams = new AsyncApiContract();

    @BeforeAll
    static void serve() throws Exception {
        stage = new Stage();
        service = stage.service();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void aGamesWholeLifeOverHttpIsAsDescribed() throws Exception {
        String game = stage.newGame();
        String one = ALL + "/" + game;
        ask("GET", one, 404);
        ask("GET", one + "/operations", 404);
        ask("GET", one + "/health", 404);
        ask("GET", one + "/logs", 404);
        post(one + "/stop", "{\"reason\":\"timeout\"}", 404);
        ask("POST", one + "/state/accept", 404);
        post(one + "/start", IMAGE.formatted("galaxy/game:1.4.0"), 200);
        post(one + "/start", IMAGE.formatted("galaxy/game:1.5.0"), 409);
        ask("GET", ALL + "?status=running", 200);
        ask("GET", ALL + "?status=paused", 400);
        ask("GET", one + "/health", 200);
        await().until(() -> !ask("GET", one + "/logs?tail=1", 200).isEmpty());
        ask("DELETE", one + "/container", 409);
        ask("POST", one + "/state/accept", 409);
        ask("POST", one + "/restart", 200);
        post(one + "/patch", IMAGE.formatted("galaxy/game:1.5.0"), 409);
        post(one + "/patch", IMAGE.formatted("galaxy/game:latest"), 400);
        post(one + "/patch", IMAGE.formatted("galaxy/game:1.4.1"), 200);
        post(one + "/stop", "{\"reason\":\"admin_request\"}", 200);
        assertThat(ask("GET", one + "/logs", 200)).contains("boot 3 on this state");
        ask("POST", one + "/state/accept", 200);
        ask("GET", one, 200);
        ask("DELETE", one + "/container", 200);
        ask("GET", one + "/logs", 404);
        assertThat(ask("GET", one + "/operations?limit=500", 200))
                .contains("cleanup_container", "restart", "patch", "stop", "start");
        ask("GET", ALL, 200);
    }

    @Test
    void aGameWhoseStateIsNotThereIsRefusedUntilThatIsAccepted() throws Exception {
        String game = stage.newGame();
        String one = ALL + "/" + game;
        post(one + "/start", IMAGE.formatted("galaxy/game:1.4.0"), 200);
        post(one + "/stop", "{\"reason\":\"admin_request\"}", 200);
        Trees.delete(stage.stateRoot().resolve(game));

        post(one + "/start", IMAGE.formatted("galaxy/game:1.4.0"), 502);
        post(one + "/patch", IMAGE.formatted("galaxy/game:1.4.1"), 502);
        ask("POST", one + "/restart", 502);
        ask("POST", one + "/state/accept", 200);
        ask("POST", one + "/restart", 200);
    }

    @Test
    void theProbesAndTheDescriptionAreAsDescribed() throws Exception {
        ask("GET", "/healthz", 200);
        ask("GET", "/readyz", 200);
        ask("GET", "/nowhere", 404);
        ask("DELETE", ALL, 405);
        assertThat(ask("GET", "/openapi.yaml", 200))
                .isEqualTo(Files.readString(Path.of("..", "..", "api", "openapi.yaml")));
    }

    @Test
    void whatIsPublishedIsAsDescribed() {
        String game = stage.newGame();
        stage.startJob(game, Stage.IMAGE);
        stage.results(game, 1);
        stage.startJob(game, Stage.IMAGE);
        stage.results(game, 2);
        stage.stopJob(game);
        stage.results(game, 3);
        String other = stage.newGame();
        stage.startJob(other, "127.0.0.1:9/galaxy/none:1.0.0");
        stage.results(other, 1);
        await().until(() -> !stage.entries("notification:intents", other).isEmpty());
        await().until(() -> !stage.entries("runtime:health_events", game).isEmpty());

        expect("JobResult", stage.results(game, 3));
        expect("JobResult", stage.results(other, 1));
        expect("HealthEvent", stage.entries("runtime:health_events", game));
        expect("NotificationIntent", stage.entries("notification:intents", other));
    }

    private void expect(String message, List<Map<String, String>> entries) {
        assertThat(entries)
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(streams.problems(message, entry)).isEmpty());
    }

    private String ask(String method, String path, int status) throws InterruptedException {
        return checked(method, path, "", status, service.ask(method, path));
    }

    private void post(String path, String body, int status) throws InterruptedException {
        checked("POST", path, body, status, service.post(path, body));
    }

    private String checked(
            String method, String path, String body, int status, HttpResponse<String> answer) {
        HttpExchanged exchanged =
                new HttpExchanged(
                        method,
                        path,
                        body,
                        answer.statusCode(),
                        answer.headers().map().entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                each -> each.getValue().getFirst())),
                        answer.body());
        assertThat(answer.statusCode()).as(exchanged.toString()).isEqualTo(status);
        assertThat(http.problems(exchanged)).isEmpty();
        return answer.body();
    }
}
