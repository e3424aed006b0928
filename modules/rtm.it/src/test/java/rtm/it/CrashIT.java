package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.it.server.DockerGate;
import rtm.testkit.server.ServiceProcess;

/** What the next boot makes of a process that was killed, or stopped, in the middle. */
final class CrashIT {

    private static final String CREATE = "^POST \\S*/containers/create";
    private static final String START = "^POST \\S*/containers/[0-9a-f]+/start";
    private static final String STOP = "^POST \\S*/containers/[0-9a-f]+/stop";

    private static Stage stage;
    private DockerGate gate;

    @BeforeAll
    static void open() throws Exception {
        stage = new Stage();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @BeforeEach
    void openGate() {
        gate = new DockerGate(Path.of("/var/run/docker.sock"));
    }

    @AfterEach
    void closeGate() {
        gate.close();
    }

    static Stream<Arguments> startPoints() {
        return Stream.of(CREATE, START)
                .flatMap(request ->
                        Stream.of(true, false).map(before -> Arguments.of(request, before)));
    }

    private DockerGate.Hold hold(String request, boolean before) {
        return before ? gate.holdBefore(request) : gate.holdAfter(request);
    }

    private ServiceProcess behindGate() throws Exception {
        return stage.service(
                Map.of(
                        "RTMANAGER_DOCKER_HOST",
                        "unix://" + gate.socket(),
                        "RTMANAGER_SHUTDOWN_TIMEOUT",
                        "3s"));
    }

    @ParameterizedTest(name = "{0} before={1}")
    @MethodSource("startPoints")
    void aStartJobKilledAnywhereHasOneContainerAndOneResult(String request, boolean before)
            throws Exception {
        String game = stage.newGame();
        DockerGate.Hold hold = hold(request, before);
        ServiceProcess first = behindGate();
        stage.startJob(game, Stage.IMAGE);
        hold.awaitReached();

        first.kill();
        ServiceProcess next = stage.service();

        assertThat(stage.results(game, 1).getFirst()).containsEntry("outcome", "success");
        assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " running");
        assertThat(next.get("/api/v1/internal/runtimes/" + game).body())
                .contains("\"status\":\"running\"");
        assertNothingOpen(game, "start success");
        next.signal("TERM");
        assertThat(next.awaitExit()).isZero();
        assertThat(stage.entries("runtime:job_results", game)).hasSize(1);
        assertThat(stage.entries("runtime:health_events", game)).hasSize(1);
    }

    @ParameterizedTest(name = "{0} before={1}")
    @MethodSource("startPoints")
    void aStartCallKilledAnywhereIsFinishedOrClearedAway(String request, boolean before)
            throws Exception {
        String game = stage.newGame();
        DockerGate.Hold hold = hold(request, before);
        ServiceProcess first = behindGate();
        String path = "/api/v1/internal/runtimes/" + game;
        Thread caller =
                call(first, path + "/start", "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE));
        hold.awaitReached();

        first.kill();
        caller.join();
        ServiceProcess next = stage.service();

        boolean started = request.equals(START) && !before;
        assertNothingOpen(game, started ? "start success" : "start failure");
        assertThat(stage.containers(game))
                .isEqualTo(started ? List.of("galaxy-game-" + game + " running") : List.of());
        assertThat(next.get(path).statusCode()).isEqualTo(started ? 200 : 404);
        next.kill();
    }

    static Stream<Arguments> stopPoints() {
        return Stream.of(true, false)
                .flatMap(before -> Stream.of(true, false).map(job -> Arguments.of(before, job)));
    }

    @ParameterizedTest(name = "before={0} job={1}")
    @MethodSource("stopPoints")
    void aStopKilledAnywhereIsFinished(boolean before, boolean job) throws Exception {
        String game = stage.newGame();
        ServiceProcess first = behindGate();
        stage.startJob(game, Stage.IMAGE);
        stage.results(game, 1);
        DockerGate.Hold hold = hold(STOP, before);
        String path = "/api/v1/internal/runtimes/" + game;
        if (job) {
            stage.stopJob(game);
        } else {
            call(first, path + "/stop", "{\"reason\":\"finished\"}");
        }
        hold.awaitReached();

        first.kill();
        ServiceProcess next = stage.service();

        assertNothingOpen(game, "start success", "stop success");
        assertThat(stage.results(game, job ? 2 : 1)).hasSize(job ? 2 : 1);
        assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " exited");
        assertThat(next.get(path).body()).contains("\"status\":\"stopped\"");
        next.kill();
    }

    @Test
    @Shows("RTMANAGER_SHUTDOWN_TIMEOUT")
    void aStartThatIsCutOffByATerminationIsFinishedByTheNextBoot() throws Exception {
        String game = stage.newGame();
        DockerGate.Hold hold = gate.holdAfter(CREATE);
        ServiceProcess first = behindGate();
        stage.startJob(game, Stage.IMAGE);
        hold.awaitReached();

        long began = System.nanoTime();
        first.signal("TERM");
        assertThat(first.awaitExit()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("3 s are set")
                .isLessThan(Duration.ofSeconds(15));
        assertThat(stage.entries("runtime:job_results", game)).isEmpty();
        ServiceProcess next = stage.service();

        assertThat(stage.results(game, 1)).hasSize(1);
        assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " running");
        assertNothingOpen(game, "start success");
        next.kill();
    }

    private static Thread call(ServiceProcess service, String path, String body) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        service.post(path, body);
                    } catch (InterruptedException | AssertionError killed) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private static void assertNothingOpen(String game, String... closed) {
        await().atMost(Stage.PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.operations(game))
                                .extracting(row -> row.get("op_kind") + " " + row.get("outcome"))
                                .containsExactly(closed));
    }
}
