package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.it.server.DockerGate;
import rtm.testkit.server.ServiceProcess;

/** Records follow containers, found different at boot or while the service runs. */
final class ReconcileIT {

    private static final String IMAGE = Stage.IMAGE;
    private static final String STARTED =
            "container_started {\"image_ref\":\"" + Stage.IMAGE + "\"}";

    private Stage stage;
    private DockerGate gate;

    @BeforeEach
    void open() throws Exception {
        stage = new Stage();
        gate = new DockerGate(Path.of("/var/run/docker.sock"));
    }

    @AfterEach
    void close() {
        gate.close();
        stage.close();
    }

    private ServiceProcess serve() throws Exception {
        return stage.service(Map.of("RTMANAGER_DOCKER_HOST", "unix://" + gate.socket()));
    }

    private void byHand(String game, String name) {
        Stage.docker(
                "run",
                "-d",
                "--name",
                name,
                "--network",
                stage.network(),
                "--label",
                "com.galaxy.owner=rtmanager",
                "--label",
                "com.galaxy.game_id=" + game,
                IMAGE);
    }

    private static String container(String game) {
        return "galaxy-game-" + game;
    }

    /** Makes drift of each kind; what is to become of it is in {@link #assertFollowed}. */
    private record Drifts(
            String adopted, String restarted, String gone, String exited, String other) {

        void happen(ReconcileIT test) {
            test.byHand(adopted, "diagnosis-" + adopted);
            Stage.docker("start", container(restarted));
            Stage.docker("rm", "-f", container(gone));
            Stage.docker("kill", container(exited));
            Stage.docker("rm", "-f", container(other));
            test.byHand(other, "diagnosis-" + other);
        }
    }

    private Drifts prepare(ServiceProcess service) throws InterruptedException {
        Drifts drifts =
                new Drifts(
                        stage.newGame(),
                        stage.running(service, IMAGE),
                        stage.running(service, IMAGE),
                        stage.running(service, IMAGE),
                        stage.running(service, IMAGE));
        service.post(
                "/api/v1/internal/runtimes/" + drifts.restarted() + "/stop",
                "{\"reason\":\"admin_request\"}");
        return drifts;
    }

    private void assertFollowed(Drifts drifts) {
        await().atMost(Stage.PATIENCE)
                .untilAsserted(() -> {
                    assertThat(stage.status(drifts.adopted())).isEqualTo("running");
                    assertThat(stage.status(drifts.restarted())).isEqualTo("running");
                    assertThat(stage.status(drifts.gone())).isEqualTo("removed");
                    assertThat(stage.status(drifts.exited())).isEqualTo("stopped");
                    assertThat(stage.status(drifts.other())).isEqualTo("running");
                    assertThat(stage.kinds(drifts.other())).contains("reconcile_adopt");
                });
        assertThat(stage.kinds(drifts.adopted())).containsExactly("reconcile_adopt");
        assertThat(stage.kinds(drifts.restarted()))
                .containsExactly("start", "stop", "reconcile_adopt");
        assertThat(stage.kinds(drifts.gone())).endsWith("reconcile_dispose");
        assertThat(stage.kinds(drifts.exited()))
                .containsExactly("start", "reconcile_observed_exited");
        await().atMost(Stage.PATIENCE)
                .untilAsserted(() -> {
                    assertThat(told(drifts.adopted())).containsExactly(STARTED);
                    assertThat(told(drifts.restarted())).containsExactly(STARTED, STARTED);
                    assertThat(told(drifts.gone())).endsWith("container_disappeared {}");
                    assertThat(told(drifts.exited()))
                            .containsExactly(
                                    STARTED, "container_exited {\"exit_code\":137,\"oom\":false}");
                    assertThat(told(drifts.other()))
                            .contains("container_disappeared {}")
                            .endsWith(STARTED);
                });
        assertThat(
                        stage.rows(
                                        "SELECT engine_endpoint FROM rtmanager.runtime_records WHERE game_id = '%s'"
                                                .formatted(drifts.adopted()))
                                .getFirst())
                .containsEntry("engine_endpoint", "http://diagnosis-" + drifts.adopted() + ":8080");
    }

    private List<String> told(String game) {
        return stage.entries("runtime:health_events", game).stream()
                .map(entry -> entry.get("event_type") + " " + entry.get("details"))
                .toList();
    }

    @Test
    void recordsFollowContainersThatChangeWhileTheServiceRuns() throws Exception {
        Drifts drifts = prepare(serve());
        drifts.happen(this);
        assertFollowed(drifts);
    }

    @Test
    void recordsFollowContainersThatChangedWhileTheServiceWasDown() throws Exception {
        ServiceProcess first = serve();
        Drifts drifts = prepare(first);
        first.kill();
        drifts.happen(this);
        serve().awaitLine("reconciler initial pass completed", "open_operations=0");
        assertFollowed(drifts);
    }

    @Test
    void containersOfOthersAndTwoOfOneGameAreNeverTouched() throws Exception {
        ServiceProcess service = serve();
        String game = stage.running(service, IMAGE);
        String foreign = "foreign-" + stage.newGame();
        Stage.docker("run", "-d", "--name", foreign, "--network", stage.network(), IMAGE);
        byHand(game, "diagnosis-" + game);
        service.awaitLine("more than one engine of a game runs", game);
        String impossible = "impossible-" + stage.newGame();
        byHand("-" + game, impossible);
        service.kill();
        ServiceProcess second = serve();
        second.awaitLine("more than one engine of a game runs", game);
        second.awaitLine("invalid game_id label", impossible);
        assertThat(
                        Stream.of(container(game), "diagnosis-" + game, foreign, impossible)
                                .map(name ->
                                        Stage.docker(
                                                        "inspect",
                                                        "--format",
                                                        "{{.State.Status}}",
                                                        name)
                                                .strip()))
                .containsOnly("running");
        assertThat(stage.kinds(game)).containsExactly("start");
        assertThat(gate.requests("DELETE ")).isEmpty();
        assertThat(gate.requests("POST .*/containers/.*/(stop|kill|rename)")).isEmpty();
    }

    @Test
    void anOperationInFlightIsLeftAlone() throws Exception {
        ServiceProcess service = serve();
        String game = stage.running(service, IMAGE);
        DockerGate.Hold hold = gate.holdAfter("POST .*/containers/.*/stop");
        stage.stopJob(game);
        hold.awaitReached();
        assertThat(stage.containers(game)).containsExactly(container(game) + " exited");
        assertThat(stage.status(game)).isEqualTo("running");
        hold.release();
        stage.results(game, 1);
        assertThat(stage.kinds(game)).containsExactly("start", "stop");
        assertThat(told(game)).containsExactly(STARTED);
    }
}
