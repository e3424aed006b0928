package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.it.server.DockerGate;
import rtm.testkit.server.ServiceProcess;

/** The packaged program while Docker, Redis or PostgreSQL is away, and after it is back. */
final class OutageIT {

    private Stage stage;
    private Links links;
    private DockerGate docker;
    private ServiceProcess service;

    @BeforeEach
    void serve() throws Exception {
        stage = new Stage();
        links = Links.of(stage);
        docker = new DockerGate(Path.of("/var/run/docker.sock"));
        service = start("2m");
    }

    private ServiceProcess start(String retryBudget) throws Exception {
        return stage.service(
                links.settings(
                        Map.of(
                                "RTMANAGER_DOCKER_HOST",
                                "unix://" + docker.socket(),
                                "RTMANAGER_JOB_RETRY_BUDGET",
                                retryBudget)));
    }

    @AfterEach
    void close() {
        links.close();
        docker.close();
        stage.close();
    }

    private void assertReadinessNames(String dependency) {
        await().atMost(Stage.PATIENCE)
                .untilAsserted(() -> {
                    var answer = service.get("/readyz");
                    assertThat(answer.statusCode()).isEqualTo(503);
                    assertThat(answer.body()).contains("service_unavailable", dependency);
                });
    }

    private void assertReadyAgain() {
        await().atMost(Stage.PATIENCE).until(() -> service.get("/readyz").statusCode() == 200);
    }

    @Test
    void jobsWaitForDockerAndAreDoneOnceItIsBack() throws Exception {
        String game = stage.newGame();
        docker.shut();
        stage.startJob(game, Stage.IMAGE);
        stage.stopJob(game);
        service.awaitLine("retrying job", game);
        assertReadinessNames("docker");
        assertThat(
                        service.post(
                                        "/api/v1/internal/runtimes/" + stage.newGame() + "/start",
                                        "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE))
                                .statusCode())
                .isEqualTo(503);
        assertThat(stage.entries("runtime:job_results", game)).isEmpty();

        docker.reopen();

        assertThat(stage.results(game, 2))
                .extracting(result -> result.get("outcome") + result.get("error_code"))
                .containsExactly("success", "success");
        assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " exited");
        assertReadyAgain();
    }

    @Test
    @Shows("RTMANAGER_JOB_RETRY_BUDGET")
    void aStartIsGivenUpWhenItsBudgetEndsAndAStopIsNot() throws Exception {
        service.signal("TERM");
        service.awaitExit();
        service = start("1s");
        String running = stage.newGame();
        stage.startJob(running, Stage.IMAGE);
        stage.results(running, 1);
        String game = stage.newGame();
        docker.shut();

        stage.startJob(game, Stage.IMAGE);
        stage.stopJob(running);

        assertThat(stage.results(game, 1).getFirst())
                .containsEntry("outcome", "failure")
                .containsEntry("error_code", "service_unavailable");
        assertThat(stage.entries("notification:intents", game)).isEmpty();
        assertThat(stage.entries("runtime:job_results", running)).hasSize(1);
        docker.reopen();
        assertThat(stage.results(running, 2).getLast()).containsEntry("outcome", "success");
        assertThat(stage.containers(game)).isEmpty();
    }

    @Test
    void withoutRedisHttpSaysSoAndJobsGoOnWhenItIsBack() throws Exception {
        String before = stage.newGame();
        stage.startJob(before, Stage.IMAGE);
        stage.results(before, 1);
        links.redis().cut();
        assertReadinessNames("redis");
        assertThat(service.get("/api/v1/internal/runtimes/" + before).statusCode()).isEqualTo(200);
        String game = stage.newGame();
        stage.startJob(game, Stage.IMAGE);
        stage.stopJob(before);

        links.redis().restore();

        assertThat(stage.results(game, 1).getFirst()).containsEntry("outcome", "success");
        assertThat(stage.results(before, 2)).hasSize(2);
        assertReadyAgain();
    }

    @Test
    void linksToRedisThatBreakLoseNothingAndDoubleNothing() throws Exception {
        String game = stage.newGame();
        links.redis().dropAnswers();
        stage.startJob(game, Stage.IMAGE);
        links.redis().breakAll();
        links.redis().restore();

        stage.results(game, 1);
        stage.stopJob(game);

        assertThat(stage.results(game, 2)).hasSize(2);
        assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " exited");
    }

    @Test
    void jobsWaitForPostgresAndNothingIsDoneTwice() throws Exception {
        List<String> games = List.of(stage.newGame(), stage.newGame(), stage.newGame());
        games.forEach(game -> stage.startJob(game, Stage.IMAGE));
        links.postgres().cut();
        assertReadinessNames("postgres");
        String late = stage.newGame();
        stage.startJob(late, Stage.IMAGE);

        links.postgres().restore();

        for (String game : games) {
            assertThat(stage.results(game, 1).getFirst()).containsEntry("outcome", "success");
            assertThat(stage.containers(game)).hasSize(1);
        }
        assertThat(stage.results(late, 1).getFirst()).containsEntry("outcome", "success");
        assertReadyAgain();
        for (String game : games) {
            assertThat(stage.entries("runtime:job_results", game)).hasSize(1);
            assertThat(stage.entries("runtime:health_events", game)).hasSize(1);
            assertThat(stage.operations(game))
                    .extracting(row -> row.get("outcome"))
                    .containsExactly("success");
        }
    }

    @Test
    void aStreamThatRefusesWritesHoldsUpOnlyItself() throws Exception {
        stage.redis().set("notification:intents", "not a stream");
        String failing = stage.newGame();
        stage.startJob(failing, "galaxy/test-engine:badcommand");
        String game = stage.newGame();
        stage.startJob(game, Stage.IMAGE);

        assertThat(stage.results(failing, 1).getFirst()).containsEntry("outcome", "failure");
        assertThat(stage.results(game, 1).getFirst()).containsEntry("outcome", "success");
        service.awaitLine("stream refuses writes", "notification:intents");

        stage.redis().del("notification:intents");
        await().atMost(Stage.PATIENCE)
                .until(() -> stage.entries("notification:intents", failing).size() == 1);
    }
}
