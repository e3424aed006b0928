package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.PostgresStandby;
import rtm.testkit.server.ServiceProcess;

/** The packaged program while PostgreSQL fails over behind its address, with no connection cut. */
final class PostgresFailoverIT {

    private static final Duration PROMISED = Duration.ofSeconds(5);

    private Stage stage;
    private Links links;
    private PostgresStandby standby;
    private ServiceProcess service;

    @BeforeEach
    void serve() throws Exception {
        stage = new Stage();
        links = Links.of(stage);
        service = stage.service(links.settings());
        standby = PostgresServer.shared().standby();
    }

    @AfterEach
    void close() {
        PostgresServer.shared().readOnly(false);
        standby.close();
        links.close();
        stage.close();
    }

    @Test
    void thePrimaryIsFoundAgainWithinFiveSecondsAfterItWasPromoted() throws Exception {
        String game = stage.running(service, Stage.IMAGE);
        standby.awaitCaughtUp();
        PostgresServer.shared().readOnly(true);
        links.postgres().leadTo(standby.host(), standby.port());
        await().atMost(PROMISED).untilAsserted(() -> assertNotReady("postgres: ", "standby"));
        assertThat(start(stage.newGame()))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(503))
                .satisfies(answer -> assertThat(answer.body()).contains("postgres: "));
        stage.stopJob(game);

        standby.promote();

        await().atMost(PROMISED).until(() -> service.get("/readyz").statusCode() == 200);
        assertThat(start(stage.newGame()).statusCode()).isEqualTo(200);
        assertThat(stage.results(game, 1).getFirst()).containsEntry("outcome", "success");
        assertThat(stage.entries("runtime:job_results", game)).hasSize(1);
        service.awaitLine("postgres presence lock regained");
        service.awaitLine("postgres accepts work again");
    }

    private HttpResponse<String> start(String game) throws InterruptedException {
        return service.post(
                "/api/v1/internal/runtimes/" + game + "/start",
                "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE));
    }

    private void assertNotReady(String... words) throws InterruptedException {
        HttpResponse<String> answer = service.get("/readyz");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains(words);
    }
}
