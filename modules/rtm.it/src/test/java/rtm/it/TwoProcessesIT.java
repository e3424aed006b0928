package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.it.server.DockerGate;
import rtm.testkit.server.ServiceProcess;

/** Two processes on one engine: one leads, the other serves HTTP and takes over. */
final class TwoProcessesIT {

    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = new Stage();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void theSecondStandsByServesHttpAndTakesOverWhenTheFirstDies() throws Exception {
        ServiceProcess first = stage.service();
        ServiceProcess second = stage.service();
        second.awaitLine("stands by");
        String byHttp = stage.newGame();
        assertThat(
                        second.post(
                                        "/api/v1/internal/runtimes/" + byHttp + "/start",
                                        "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE))
                                .statusCode())
                .isEqualTo(200);
        await().until(() -> stage.entries("runtime:health_events", byHttp).size() == 1);

        first.kill();
        String byJob = stage.newGame();
        stage.startJob(byJob, Stage.IMAGE);

        second.awaitLine("this process leads");
        assertThat(stage.results(byJob, 1).getFirst()).containsEntry("outcome", "success");
    }

    @Test
    @Shows("RTMANAGER_LEADER_TIMEOUT")
    void aLeaderThatStandsStillIsReplacedAndStandsByWhenItWakes() throws Exception {
        Map<String, String> impatient = Map.of("RTMANAGER_LEADER_TIMEOUT", "5s");
        ServiceProcess first = stage.service(impatient);
        ServiceProcess second = stage.service(impatient);
        second.awaitLine("stands by");

        first.signal("STOP");
        try {
            String game = stage.newGame();
            stage.startJob(game, Stage.IMAGE);
            second.awaitLine("leader stands still, its session is ended");
            second.awaitLine("this process leads");
            assertThat(stage.results(game, 1).getFirst()).containsEntry("outcome", "success");
        } finally {
            first.signal("CONT");
        }

        first.awaitLine("lost leadership to another process");
        first.awaitLine("stands by");
    }

    @Test
    void anOperationOfAProcessThatDiedIsFinishedByTheOneThatLivesOn() throws Exception {
        try (DockerGate gate = new DockerGate(Path.of("/var/run/docker.sock"))) {
            DockerGate.Hold hold = gate.holdAfter("^POST \\S*/containers/[0-9a-f]+/start");
            stage.service();
            ServiceProcess second =
                    stage.service(Map.of("RTMANAGER_DOCKER_HOST", "unix://" + gate.socket()));
            String game = stage.newGame();
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    second.post(
                                            "/api/v1/internal/runtimes/" + game + "/start",
                                            "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE));
                                } catch (InterruptedException | AssertionError killed) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            hold.awaitReached();

            second.kill();
            caller.join();

            await().atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(stage.operations(game))
                                    .extracting(row -> row.get("outcome"))
                                    .containsExactly("success"));
            assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " running");
        }
    }

    @Test
    void aPatchWhoseProcessIsPausedPastItsLeaseIsFinishedByTheOther() throws Exception {
        String oldImage = "galaxy/test-patch:1.0.0";
        try (DockerGate gate = new DockerGate(Path.of("/var/run/docker.sock"))) {
            Map<String, String> shortLease = Map.of("RTMANAGER_GAME_LEASE_TTL_SECONDS", "5");
            ServiceProcess other = stage.service(shortLease);
            Map<String, String> gated = new HashMap<>(shortLease);
            gated.put("RTMANAGER_DOCKER_HOST", "unix://" + gate.socket());
            ServiceProcess paused = stage.service(gated);
            String game = stage.newGame();
            String path = "/api/v1/internal/runtimes/" + game;
            other.post(path + "/start", "{\"image_ref\":\"%s\"}".formatted(oldImage));
            DockerGate.Hold hold = gate.holdAfter("^POST \\S*/containers/create");
            AtomicInteger answered = new AtomicInteger();
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    answered.set(
                                            paused.post(
                                                            path + "/patch",
                                                            "{\"image_ref\":\"galaxy/test-patch:1.0.1\"}")
                                                    .statusCode());
                                } catch (InterruptedException | AssertionError killed) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            hold.awaitReached();
            paused.signal("STOP");

            await().atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(stage.operations(game))
                                    .extracting(row -> row.get("op_kind") + row.get("outcome"))
                                    .containsExactly("startsuccess", "patchfailure"));
            String finished = stage.operations(game).toString();
            String record = other.get(path).body();
            hold.release();
            paused.signal("CONT");
            caller.join();

            assertThat(answered.get()).isNotEqualTo(200);
            assertThat(stage.operations(game)).hasToString(finished);
            assertThat(other.get(path).body()).isEqualTo(record).contains(oldImage, "running");
            assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " running");
        }
    }

    @Test
    void aHolderThatIsPausedPastItsLeaseCommitsNothing() throws Exception {
        try (DockerGate gate = new DockerGate(Path.of("/var/run/docker.sock"))) {
            stage.service(Map.of("RTMANAGER_GAME_LEASE_TTL_SECONDS", "5"));
            ServiceProcess paused =
                    stage.service(
                            Map.of(
                                    "RTMANAGER_DOCKER_HOST",
                                    "unix://" + gate.socket(),
                                    "RTMANAGER_GAME_LEASE_TTL_SECONDS",
                                    "5"));
            DockerGate.Hold hold = gate.holdAfter("^POST \\S*/containers/[0-9a-f]+/start");
            String game = stage.newGame();
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    paused.post(
                                            "/api/v1/internal/runtimes/" + game + "/start",
                                            "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE));
                                } catch (InterruptedException | AssertionError killed) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            hold.awaitReached();
            paused.signal("STOP");

            await().atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(stage.operations(game))
                                    .extracting(row -> row.get("outcome"))
                                    .containsExactly("success"));
            String finished = stage.operations(game).toString();
            stage.awaitEntries("runtime:health_events", game, 1);
            String told = stage.entries("runtime:health_events", game).toString();
            hold.release();
            paused.signal("CONT");
            caller.join();

            assertThat(stage.operations(game)).hasToString(finished);
            assertThat(stage.entries("runtime:health_events", game)).hasToString(told);
            assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " running");
        }
    }
}
