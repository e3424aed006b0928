package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rtm.it.server.DockerGate;
import rtm.testkit.server.PrivateDocker;
import rtm.testkit.server.ServiceProcess;

/** The Docker daemon crashes and comes back, or another comes in its place. */
final class DaemonCrashIT {

    private static final String STUBBORN = "galaxy/test-engine:stubborn";
    private static final int CRASHES = 5;
    private static final int GAMES = 3;
    private static final String RUNTIMES = "/api/v1/internal/runtimes";

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

    private static int start(ServiceProcess service, String game) throws InterruptedException {
        return service.post(
                        RUNTIMES + "/" + game + "/start",
                        "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE))
                .statusCode();
    }

    private static int stop(ServiceProcess service, String game) throws InterruptedException {
        return service.post(RUNTIMES + "/" + game + "/stop", "{\"reason\":\"cancelled\"}")
                .statusCode();
    }

    @Test
    void enginesOutliveCrashesOfTheirDaemonUnderLiveRestore() throws Exception {
        try (PrivateDocker docker = PrivateDocker.start(List.of("--live-restore"), Stage.IMAGE);
                Stage stage = new Stage(docker)) {
            ServiceProcess service = stage.service();
            List<String> games = games(stage, service);
            List<String> before = processes(docker, games);
            for (int i = 0; i < CRASHES; i++) {
                docker.crash();
                awaitReadiness(service, 503);
                assertThat(service.get(RUNTIMES).statusCode()).isEqualTo(200);
                docker.restart();
                Instant back = Instant.now();
                awaitReadiness(service, 200);
                System.out.printf(
                        "crash %d: ready %d ms after Docker answered%n",
                        i + 1, Duration.between(back, Instant.now()).toMillis());
            }
            String last = stage.running(service, Stage.IMAGE);
            assertThat(processes(docker, games)).isEqualTo(before);
            for (String game : games) {
                assertThat(stage.status(game)).isEqualTo("running");
                assertThat(stage.kinds(game)).containsExactly("start");
                assertThat(stage.deaths(game)).isEmpty();
            }
            docker.docker("kill", "galaxy-game-" + last);
            await("a death is told afterwards as before")
                    .atMost(Stage.PATIENCE)
                    .until(() -> stage.deaths(last).size() == 1);
        }
    }

    /** Docker ends them as it starts: one that obeys ends with the code 0. */
    @Test
    void everyEngineThatEndsWithItsDaemonIsRecordedAndEachDeathToldOnce() throws Exception {
        try (PrivateDocker docker = PrivateDocker.start(List.of(), Stage.IMAGE, STUBBORN);
                Stage stage = new Stage(docker)) {
            ServiceProcess service = stage.service();
            List<String> obedient = games(stage, service);
            String stubborn = stage.running(service, STUBBORN);
            docker.crash();
            awaitReadiness(service, 503);
            docker.restart();
            Instant back = Instant.now();
            await("the last death is told")
                    .atMost(Stage.PATIENCE)
                    .until(() -> !stage.deaths(stubborn).isEmpty());
            awaitReadiness(service, 200);
            for (String game : obedient) {
                await(game)
                        .atMost(Stage.PATIENCE)
                        .until(() -> stage.status(game).equals("stopped"));
                assertThat(stage.kinds(game)).containsExactly("start", "reconcile_observed_exited");
                assertThat(stage.deaths(game).stream().map(Stage.HealthEvent::toString))
                        .containsExactly(Stage.CLEAN_END);
            }
            service.awaitLine("WARN", "games ended with the docker daemon", "games=4");
            assertThat(stage.status(stubborn)).isEqualTo("stopped");
            assertThat(stage.kinds(stubborn)).containsExactly("start", "reconcile_observed_exited");
            assertThat(stage.deaths(stubborn).stream().map(Stage.HealthEvent::toString))
                    .containsExactly("container_exited {\"exit_code\":137,\"oom\":false}");
            System.out.printf(
                    "without live-restore: told %d ms after Docker answered%n",
                    Duration.between(back, stage.deaths(stubborn).getFirst().told()).toMillis());
        }
    }

    @Test
    void jobsOutliveACrashOfContainerdAndSoDoTheEngines() throws Exception {
        try (PrivateDocker docker = PrivateDocker.start(List.of(), Stage.IMAGE);
                Stage stage = new Stage(docker)) {
            ServiceProcess service = stage.service();
            String running = stage.running(service, Stage.IMAGE);
            List<String> before = processes(docker, List.of(running));
            String started = stage.newGame();

            docker.crashContainerd();
            stage.startJob(started, Stage.IMAGE);

            assertThat(stage.results(started, 1).getFirst()).containsEntry("outcome", "success");
            assertThat(stop(service, started)).isEqualTo(200);
            awaitReadiness(service, 200);
            assertThat(processes(docker, List.of(running))).isEqualTo(before);
            assertThat(stage.status(running)).isEqualTo("running");
            assertThat(stage.deaths(running)).isEmpty();
        }
    }

    @Test
    void anotherDaemonBehindTheSameSocketIsRefusedAndNothingIsDisposedOf() throws Exception {
        try (PrivateDocker first = PrivateDocker.start(List.of(), Stage.IMAGE);
                PrivateDocker second = PrivateDocker.start(List.of("--own-id"), Stage.IMAGE);
                Stage stage = new Stage(first);
                DockerGate gate = new DockerGate(Path.of(first.uri().getPath()))) {
            second.docker("network", "create", stage.network());
            ServiceProcess service =
                    stage.service(Map.of("RTMANAGER_DOCKER_HOST", "unix://" + gate.socket()));
            List<String> games = games(stage, service);
            gate.leadTo(Path.of(second.uri().getPath()));
            service.awaitLine("records and containers cannot be compared", "the daemon's ID is");
            awaitReadiness(service, 503);
            assertThat(service.get("/readyz").body()).contains("the daemon's ID is");
            assertThat(start(service, stage.newGame())).isEqualTo(503);
            assertThat(stop(service, games.getFirst())).isEqualTo(503);
            assertThat(second.docker("ps", "-aq")).isBlank();
            for (String game : games) {
                assertThat(stage.status(game)).isEqualTo("running");
                assertThat(stage.deaths(game)).isEmpty();
            }
            gate.leadTo(Path.of(first.uri().getPath()));
            service.awaitLine("records and containers are compared again");
            awaitReadiness(service, 200);
            for (String game : games) {
                assertThat(stage.status(game)).isEqualTo("running");
                assertThat(stage.deaths(game)).isEmpty();
            }
            assertThat(stage.kinds(games.getLast())).containsExactly("start");
        }
    }
}
