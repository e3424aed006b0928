package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.it.server.TcpProxy;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.ServiceProcess;

/** The packaged program while Redis fails over behind its address, with no connection cut. */
final class RedisFailoverIT {

    private static final Duration PROMISED = Duration.ofSeconds(5);

    private RedisServer first;
    private RedisServer second;
    private TcpProxy address;
    private Stage stage;
    private ServiceProcess service;

    @BeforeEach
    void serve() throws Exception {
        first = RedisServer.start();
        second = RedisServer.start();
        second.replicate(first);
        address = TcpProxy.to(first.host(), first.port());
        stage = new Stage(first);
        service =
                stage.service(
                        Map.of(
                                "RTMANAGER_REDIS_MASTER_ADDR",
                                address.host() + ":" + address.port(),
                                "RTMANAGER_REDIS_OPERATION_TIMEOUT",
                                "1s"));
    }

    @AfterEach
    void close() {
        stage.close();
        address.close();
        first.close();
        second.close();
    }

    private void failOver() {
        second.commands().replicaofNoOne();
        first.replicate(second);
    }

    @Test
    void jobsHaveTheirResultsWithinFiveSecondsAfterTheAddressLeadsToTheNewPrimary()
            throws Exception {
        String game = stage.newGame();
        stage.startJob(game, Stage.IMAGE);
        stage.results(game, 1);
        second.awaitOffsetOf(first);
        failOver();
        stage.on(second).stopJob(game);
        await().atMost(PROMISED).untilAsserted(() -> assertNotReady("redis: it ", "replica"));
        HttpResponse<String> refused = start(stage.newGame());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("service_unavailable", "redis: it ", "replica");
        assertThat(stage.entries("runtime:job_results", game)).hasSize(1);

        address.leadTo(second.host(), second.port());

        await().atMost(PROMISED)
                .until(() -> stage.entries("runtime:job_results", game).size() == 2);
        await().atMost(PROMISED).until(() -> service.get("/readyz").statusCode() == 200);
        assertThat(start(stage.newGame()).statusCode()).isEqualTo(200);
        assertThat(stage.entries("runtime:job_results", game))
                .extracting(result -> result.get("outcome"))
                .containsExactly("success", "success");
        assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " exited");
        service.awaitLine("redis accepts work again");
        assertThat(service.log().stream().filter(line -> line.contains("redis refuses work")))
                .as("told once")
                .hasSize(1);
    }

    @Test
    void aFailoverDuringWorkLosesNothingAndDoublesNothing() throws Exception {
        String game = stage.newGame();
        stage.startJob(game, Stage.IMAGE);
        stage.results(game, 1);
        second.awaitOffsetOf(first);

        failOver();
        address.leadTo(second.host(), second.port());
        stage.on(second).stopJob(game);

        await().atMost(PROMISED)
                .until(() -> stage.entries("runtime:job_results", game).size() == 2);
        String later = stage.newGame();
        stage.startJob(later, Stage.IMAGE);
        stage.results(later, 1);
        assertThat(stage.entries("runtime:job_results", game)).hasSize(2);
        assertThat(stage.operations(game))
                .extracting(row -> row.get("op_kind") + " " + row.get("outcome"))
                .containsExactlyInAnyOrder("start success", "stop success");
    }

    /** A replica that takes writes loses them: none may reach it. */
    @Test
    void nothingIsWrittenToAReplicaThatWouldTakeIt() throws Exception {
        first.commands().configSet("replica-read-only", "no");
        failOver();
        await().atMost(PROMISED).untilAsserted(() -> assertNotReady("is a replica of"));

        HttpResponse<String> refused = start(stage.newGame());

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("is a replica of");
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
