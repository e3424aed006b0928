package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import rtm.testkit.server.Commands;
import rtm.testkit.server.PrivateDocker;
import rtm.testkit.server.ServiceProcess;

/** Why an engine ended: each way is made for real, and must be told as what it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExitReasonIT {

    private static final String OK = "galaxy/test-engine:ok";
    private static final String STUBBORN = "galaxy/test-engine:stubborn";
    private static final String HUNGRY = "galaxy/test-engine:hungry";
    private static final String KILLED = "container_exited {\"exit_code\":137,\"oom\":false}";
    private static final String CLEAN = Stage.CLEAN_END;
    private static final List<String> NOTHING = List.of();
    private static final List<String> OBSERVED = List.of("start", "reconcile_observed_exited");

    private final List<String> table = new ArrayList<>();
    private PrivateDocker docker;
    private Stage stage;
    private ServiceProcess service;

    @BeforeAll
    void serve() throws Exception {
        docker = PrivateDocker.start(List.of("--live-restore"), OK, STUBBORN, HUNGRY);
        stage = new Stage(docker);
        service = stage.service(Map.of("RTMANAGER_DEFAULT_MEMORY", "48m"));
    }

    @AfterAll
    void tell() throws IOException {
        System.out.println("| case | events | record | operations | told after |");
        System.out.println("| --- | --- | --- | --- | --- |");
        table.forEach(System.out::println);
        if (stage != null) {
            stage.close();
        }
        docker.close();
    }

    private static String container(String game) {
        return "galaxy-game-" + game;
    }

    private String inspect(String game, String format) {
        return docker.docker("inspect", "--format", format, container(game)).strip();
    }

    private void stop(String game) throws InterruptedException {
        assertThat(
                        service.post(
                                        "/api/v1/internal/runtimes/" + game + "/stop",
                                        "{\"reason\":\"admin_request\"}")
                                .statusCode())
                .isEqualTo(200);
    }

    /** Waits for the end, and checks all that is said of it. */
    private void assertTold(
            String name, String game, List<String> events, String status, List<String> kinds) {
        await(name).atMost(Stage.PATIENCE).until(() -> stage.status(game).equals(status));
        await(name).atMost(Stage.PATIENCE).until(() -> stage.deaths(game).size() >= events.size());
        assertThat(stage.kinds(game)).as(name).isEqualTo(kinds);
        List<Stage.HealthEvent> told = stage.deaths(game);
        table.add(
                "| %s | %s | %s | %s | %s |"
                        .formatted(name, told, status, kinds, after(game, told, status)));
        assertThat(told).as(name).extracting(Stage.HealthEvent::toString).isEqualTo(events);
    }

    private String after(String game, List<Stage.HealthEvent> told, String status) {
        if (told.isEmpty() || status.equals("removed")) {
            return "-";
        }
        Instant ended = Instant.parse(inspect(game, "{{.State.FinishedAt}}"));
        return Duration.between(ended, told.getFirst().told()).toMillis() + " ms";
    }

    @Test
    void aCleanExitIsToldAsAStateThatNobodyExpected() throws Exception {
        String game = stage.running(service, OK);
        stage.endEngine(game, 0);
        assertTold("exit 0", game, List.of(CLEAN), "stopped", OBSERVED);
        service.awaitLine("WARN", "health event", game, "inspect_unhealthy");
        assertThat(
                        stage.rows(
                                        "SELECT status, source, details FROM rtmanager.health_snapshots WHERE game_id = '%s'"
                                                .formatted(game))
                                .getFirst())
                .containsEntry("status", "exited")
                .containsEntry("source", "docker_event")
                .hasEntrySatisfying(
                        "details",
                        details ->
                                assertThat(details.replace(" ", ""))
                                        .contains("\"state\":\"exited\"", "\"restart_count\":0"));
    }

    @Test
    void anExitIsToldWithItsCode() throws Exception {
        String game = stage.running(service, OK);
        stage.endEngine(game, 7);
        assertTold(
                "exit 7",
                game,
                List.of("container_exited {\"exit_code\":7,\"oom\":false}"),
                "stopped",
                OBSERVED);
    }

    @Test
    void aStopThatIsObeyedIsNotTold() throws Exception {
        String game = stage.running(service, OK);
        stop(game);
        assertTold("our stop, obeyed", game, NOTHING, "stopped", List.of("start", "stop"));
    }

    @Test
    void aStopThatIsIgnoredAndForcedIsNotTold() throws Exception {
        String game = stage.running(service, STUBBORN);
        stop(game);
        assertTold(
                "our stop, ignored, then SIGKILL",
                game,
                NOTHING,
                "stopped",
                List.of("start", "stop"));
    }

    @Test
    void aKillByHandIsTold() throws Exception {
        String game = stage.running(service, OK);
        docker.docker("kill", container(game));
        assertTold("docker kill by hand", game, List.of(KILLED), "stopped", OBSERVED);
    }

    @Test
    void aStopByHandIsTold() throws Exception {
        String game = stage.running(service, STUBBORN);
        docker.docker("stop", "-t", "1", container(game));
        assertTold("docker stop by hand, forced", game, List.of(KILLED), "stopped", OBSERVED);
    }

    @Test
    void aStopByHandThatIsObeyedIsTold() throws Exception {
        String game = stage.running(service, OK);
        docker.docker("stop", container(game));
        assertTold("docker stop by hand, obeyed", game, List.of(CLEAN), "stopped", OBSERVED);
    }

    @Test
    void aProcessKilledOnTheHostIsTold() throws Exception {
        String game = stage.running(service, OK);
        Commands.run(List.of("kill", "-9", inspect(game, "{{.State.Pid}}")));
        assertTold("process killed on the host", game, List.of(KILLED), "stopped", OBSERVED);
    }

    @Test
    void anEngineOutOfMemoryIsToldAsThatFirst() throws Exception {
        String game = stage.running(service, HUNGRY);
        assertTold(
                "out of memory, the engine",
                game,
                List.of(
                        "container_oom {\"exit_code\":137}",
                        "container_exited {\"exit_code\":137,\"oom\":true}"),
                "stopped",
                OBSERVED);
    }

    @Test
    void aChildOutOfMemoryIsNotToldAndACleanExitLaterIs() throws Exception {
        String game = starved();
        stage.endEngine(game, 0);
        assertTold("out of memory, a child; exit 0", game, List.of(CLEAN), "stopped", OBSERVED);
    }

    @Test
    void aChildOutOfMemoryAndOurStopLaterAreNotTold() throws Exception {
        String game = starved();
        stop(game);
        assertTold(
                "out of memory, a child; our stop",
                game,
                NOTHING,
                "stopped",
                List.of("start", "stop"));
    }

    private String starved() throws InterruptedException {
        String game = stage.running(service, OK);
        try {
            docker.docker("exec", container(game), "engine", "eat");
        } catch (IllegalStateException killed) {
            assertThat(killed).hasMessageContaining("137");
        }
        service.awaitLine("ran out of memory", game);
        return game;
    }

    @Test
    void aKilledShimIsToldAsWhatDockerMakesOfIt() throws Exception {
        String game = stage.running(service, OK);
        String pid = inspect(game, "{{.State.Pid}}");
        String shim = Commands.run(List.of("ps", "-o", "ppid=", "-p", pid)).strip();
        Commands.run(List.of("kill", "-9", shim));
        await("the end").atMost(Stage.PATIENCE).until(() -> !stage.deaths(game).isEmpty());
        String code = inspect(game, "{{.State.ExitCode}}");
        assertTold(
                "shim killed",
                game,
                List.of("container_exited {\"exit_code\":%s,\"oom\":false}".formatted(code)),
                "stopped",
                OBSERVED);
        assertThat(code).isIn("255", "137");
    }

    @Test
    void anExitWhileDockerIsDownIsToldOnceItIsBack() throws Exception {
        String game = stage.running(service, OK);
        String pid = inspect(game, "{{.State.Pid}}");
        docker.crash();
        service.awaitLine("docker event stream lost");
        Commands.run(List.of("kill", "-9", pid));
        docker.restart();
        Instant back = Instant.now();
        await("told").atMost(Stage.PATIENCE).until(() -> !stage.deaths(game).isEmpty());
        Duration after = Duration.between(back, stage.deaths(game).getFirst().told());
        // A later containerd has lost the code; Docker then says 255.
        String code = inspect(game, "{{.State.ExitCode}}");
        assertThat(code).isIn("137", "255");
        assertTold(
                "killed while Docker was down (told %d ms after it answered)"
                        .formatted(after.toMillis()),
                game,
                List.of("container_exited {\"exit_code\":%s,\"oom\":false}".formatted(code)),
                "stopped",
                OBSERVED);
        assertThat(after).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aRemovalByHandIsToldAsAnEndAndADisappearance() throws Exception {
        String game = stage.running(service, OK);
        docker.docker("rm", "-f", container(game));
        await("told").atMost(Stage.PATIENCE).until(() -> stage.deaths(game).size() == 2);
        assertThat(stage.deaths(game))
                .extracting(Stage.HealthEvent::toString)
                .containsExactly(KILLED, "container_disappeared {}");
        assertThat(stage.kinds(game)).last().isEqualTo("reconcile_dispose");
        assertTold(
                "container removed by hand",
                game,
                List.of(KILLED, "container_disappeared {}"),
                "removed",
                stage.kinds(game));
    }
}
