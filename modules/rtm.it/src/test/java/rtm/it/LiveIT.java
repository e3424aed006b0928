package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtm.testkit.DockerGate;
import rtm.testkit.PrivateDocker;
import rtm.testkit.ServiceProcess;

/** The Docker daemon crashes and comes back, or another comes in its place. */
final class LiveIT {

    private static final int CRASHES = 5;
    private static final int GAMES = 3;
    private static final String RUNTIMES = "/api/v1/internal/runtimes";

    private @Nullable PrivateDocker docker;
    private @Nullable PrivateDocker other;
    private @Nullable Stage stage;

    @AfterEach
    void close() {
        if (stage != null) {
            stage.close();
        }
        if (docker != null) {
            docker.close();
        }
        if (other != null) {
            other.close();
        }
    }

    private static List<String> games(Stage stage, ServiceProcess service)
            throws InterruptedException {
        List<String> games = new ArrayList<>();
        for (int i = 0; i < GAMES; i++) {
            games.add(stage.running(service, Stage.IMAGE));
        }
        return games;
    }

    private static List<String> processes(PrivateDocker docker, List<String> games) {
        return games.stream()
                .map(game ->
                        docker.docker(
                                        "inspect",
                                        "--format",
                                        "{{.State.Pid}}",
                                        "galaxy-game-" + game)
                                .strip())
                .toList();
    }

    private static void awaitReadiness(ServiceProcess service, int status) {
        await("readiness " + status)
                .atMost(Stage.PATIENCE)
                .until(() -> service.get("/readyz").statusCode() == status);
    }

    @Test
    void enginesOutliveCrashesOfTheirDaemonUnderLiveRestore() throws Exception {
        PrivateDocker engine = PrivateDocker.start(List.of("--live-restore"), Stage.IMAGE);
        docker = engine;
        Stage scene = new Stage(engine);
        stage = scene;
        ServiceProcess service = scene.service();
        List<String> games = games(scene, service);
        List<String> before = processes(engine, games);
        for (int i = 0; i < CRASHES; i++) {
            engine.crash();
            awaitReadiness(service, 503);
            assertThat(service.get(RUNTIMES).statusCode()).isEqualTo(200);
            engine.restart();
            Instant back = Instant.now();
            awaitReadiness(service, 200);
            System.out.printf(
                    "crash %d: ready %d ms after Docker answered%n",
                    i + 1, Duration.between(back, Instant.now()).toMillis());
        }
        String last = scene.running(service, Stage.IMAGE);
        assertThat(processes(engine, games)).isEqualTo(before);
        for (String game : games) {
            assertThat(scene.status(game)).isEqualTo("running");
            assertThat(scene.kinds(game)).containsExactly("start");
            assertThat(scene.deaths(game)).isEmpty();
        }
        engine.docker("kill", "galaxy-game-" + last);
        await("a death is told afterwards as before")
                .atMost(Stage.PATIENCE)
                .until(() -> scene.deaths(last).size() == 1);
    }

    @Test
    void everyEngineThatDiesWithItsDaemonIsToldOnce() throws Exception {
        PrivateDocker engine = PrivateDocker.start(List.of(), Stage.IMAGE);
        docker = engine;
        Stage scene = new Stage(engine);
        stage = scene;
        ServiceProcess service = scene.service();
        List<String> games = games(scene, service);
        engine.crash();
        awaitReadiness(service, 503);
        engine.restart();
        for (String game : games) {
            await(game).atMost(Stage.PATIENCE).until(() -> scene.status(game).equals("stopped"));
            assertThat(scene.kinds(game)).containsExactly("start", "reconcile_observed_exited");
        }
        awaitReadiness(service, 200);
        for (String game : games) {
            await(game).atMost(Stage.PATIENCE).until(() -> !scene.deaths(game).isEmpty());
            assertThat(scene.deaths(game)).hasSize(1);
            System.out.println("without live-restore: " + scene.deaths(game));
        }
    }

    @Test
    void anotherDaemonBehindTheSameSocketIsRefusedAndNothingIsDisposedOf() throws Exception {
        PrivateDocker first = PrivateDocker.start(List.of(), Stage.IMAGE);
        PrivateDocker second = PrivateDocker.start(List.of("--own-id"), Stage.IMAGE);
        docker = first;
        other = second;
        Stage scene = new Stage(first);
        stage = scene;
        second.docker("network", "create", scene.network());
        try (DockerGate gate = new DockerGate(Path.of(first.uri().getPath()))) {
            ServiceProcess service =
                    scene.service(Map.of("RTMANAGER_DOCKER_HOST", "unix://" + gate.socket()));
            List<String> games = games(scene, service);
            gate.leadTo(Path.of(second.uri().getPath()));
            service.awaitLine("records and containers cannot be compared", "the engine's ID is");
            awaitReadiness(service, 503);
            assertThat(service.get("/readyz").body()).contains("the engine's ID is");
            String refused = scene.newGame();
            assertThat(
                            service.post(
                                            RUNTIMES + "/" + refused + "/start",
                                            "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE))
                                    .statusCode())
                    .isEqualTo(503);
            assertThat(
                            service.post(
                                            RUNTIMES + "/" + games.getFirst() + "/stop",
                                            "{\"reason\":\"cancelled\"}")
                                    .statusCode())
                    .isEqualTo(503);
            assertThat(second.docker("ps", "-aq")).isBlank();
            for (String game : games) {
                assertThat(scene.status(game)).isEqualTo("running");
                assertThat(scene.deaths(game)).isEmpty();
            }
            gate.leadTo(Path.of(first.uri().getPath()));
            service.awaitLine("records and containers are compared again");
            awaitReadiness(service, 200);
            for (String game : games) {
                assertThat(scene.status(game)).isEqualTo("running");
                assertThat(scene.deaths(game)).isEmpty();
            }
            assertThat(scene.kinds(games.getLast())).containsExactly("start");
        }
    }
}
