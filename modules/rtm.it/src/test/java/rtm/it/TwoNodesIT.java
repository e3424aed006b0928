package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.PrivateDocker;
import rtm.testkit.server.ServiceProcess;
import rtm.testkit.server.Trees;

/**
 * Two nodes, each with a Docker and a state root of its own, on one database and one Redis: each
 * process works on its node, and one of them has the intake.
 */
final class TwoNodesIT {

    private static final String RESERVE = "512m";
    private static final String NODES = "/api/v1/internal/nodes";

    private PrivateDocker docker;
    private Path root;
    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        docker = PrivateDocker.start(List.of("--own-id"), Stage.IMAGE);
        root = Files.createTempDirectory("rtm-it-node-");
        stage = new Stage();
        docker.docker("network", "create", stage.network());
    }

    @AfterEach
    void close() {
        stage.close();
        docker.close();
        Trees.delete(root);
    }

    private static Map<String, String> here() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("RTMANAGER_NODES", "many");
        settings.put("RTMANAGER_NODE_NAME", "vm-1");
        settings.put("RTMANAGER_NODE_URL", "http://127.0.0.1:18096");
        settings.put("RTMANAGER_NODE_MEMORY_RESERVE", RESERVE);
        return settings;
    }

    private Map<String, String> there() {
        Map<String, String> settings = new LinkedHashMap<>(here());
        settings.put("RTMANAGER_NODE_NAME", "vm-2");
        settings.put("RTMANAGER_NODE_URL", "http://127.0.0.1:18097");
        settings.put("RTMANAGER_NODE_GAMES_MAX", "40");
        settings.put("RTMANAGER_NODE_LOST_AFTER", "30s");
        settings.put("RTMANAGER_FORWARD_TIMEOUT", "20s");
        settings.put("RTMANAGER_DOCKER_HOST", docker.uri().toString());
        settings.put("RTMANAGER_GAME_STATE_ROOT", root.toString());
        return settings;
    }

    /** The first node takes no new game meanwhile. */
    private String runningOnTheSecond(ServiceProcess second) throws InterruptedException {
        firstNode("closed");
        String game = stage.running(second, Stage.IMAGE);
        firstNode("open");
        return game;
    }

    private void firstNode(String state) {
        stage.database()
                .execute(
                        "UPDATE rtmanager.nodes SET state = '%s' WHERE name = 'vm-1'"
                                .formatted(state));
    }

    private String state(String game) {
        return inspect(game, "{{.State.Status}}");
    }

    private String process(String game) {
        return inspect(game, "{{.State.Pid}}");
    }

    private String inspect(String game, String format) {
        return docker.docker("inspect", "--format", format, "galaxy-game-" + game).strip();
    }

    /** What the record says that the engine may use, and where it is. */
    private String place(String game) {
        Map<String, String> row =
                stage.rows(
                                "SELECT memory_bytes, engine_address FROM rtmanager.runtime_records"
                                        + " WHERE game_id = '%s'".formatted(game))
                        .getFirst();
        return row.get("memory_bytes") + " " + row.get("engine_address");
    }

    private Map<String, String> node(String name) {
        return stage.rows("SELECT * FROM rtmanager.nodes WHERE name = '%s'".formatted(name))
                .getFirst();
    }

    private boolean isOn(String node, String game) {
        return !stage.rows(
                        "SELECT FROM rtmanager.runtime_records JOIN rtmanager.nodes USING (node_id)"
                                + " WHERE name = '%s' AND game_id = '%s'".formatted(node, game))
                .isEmpty();
    }

    private String phase(ServiceProcess service) throws InterruptedException {
        return service.get("/api/v1/internal/status")
                .body()
                .replaceFirst("(?s).*\"phase\":\"([a-z_]+)\".*", "$1");
    }

    @Test
    @Shows({
        "RTMANAGER_NODES",
        "RTMANAGER_NODE_NAME",
        "RTMANAGER_NODE_URL",
        "RTMANAGER_NODE_GAMES_MAX",
        "RTMANAGER_NODE_MEMORY_RESERVE",
        "RTMANAGER_NODE_LOST_AFTER",
        "RTMANAGER_FORWARD_TIMEOUT"
    })
    void aJobIsCarriedOutOnTheNodeOfItsGameWithOneResult() throws Exception {
        ServiceProcess first = stage.service(here());
        ServiceProcess second = stage.service(there());
        second.awaitLine("worker standing by", "worker=start-jobs-consumer");
        second.awaitLine("worker standing by", "worker=stop-jobs-consumer");
        assertThat(phase(first)).isEqualTo("leading");
        assertThat(phase(second)).isEqualTo("on_node");
        long memory = Long.parseLong(docker.docker("info", "--format", "{{.MemTotal}}").strip());
        assertThat(node("vm-2"))
                .containsEntry("url", "http://127.0.0.1:18097")
                .containsEntry("games_max", "40")
                .containsEntry("memory_bytes", Long.toString(memory - (512L << 20)));

        String away = runningOnTheSecond(second);
        assertThat(isOn("vm-2", away)).isTrue();
        assertThat(state(away)).isEqualTo("running");
        assertThat(stage.containers(away)).isEmpty();
        assertThat(
                        inspect(
                                away,
                                "{{index .Config.Labels \"com.galaxy.node\"}} {{.HostConfig.Memory}}"
                                        + " {{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"))
                .isEqualTo("vm-2 " + place(away));
        stage.stopJob(away);
        assertThat(stage.results(away, 1).getFirst()).containsEntry("outcome", "success");
        assertThat(state(away)).isEqualTo("exited");
        assertThat(place(away)).isEqualTo("null null");
        stage.startJob(away, Stage.IMAGE);
        assertThat(stage.results(away, 2)).hasSize(2);
        assertThat(state(away)).isEqualTo("running");

        String near = stage.running(first, Stage.IMAGE);
        stage.stopJob(near);
        assertThat(stage.results(near, 1).getFirst()).containsEntry("outcome", "success");
        assertThat(stage.kinds(away)).containsExactly("start", "stop", "start");
    }

    @Test
    void aJobThatWaitsIsKnownWhereNoneIsRead() throws Exception {
        ServiceProcess reader = stage.service(here());
        ServiceProcess asked = stage.service(there());
        stage.database()
                .execute(
                        "UPDATE rtmanager.nodes SET state = 'closed', url = 'http://127.0.0.1:%d'"
                                .formatted(reader.port()));
        String game = stage.newGame();
        String stop = "/api/v1/internal/runtimes/%s/stop".formatted(game);
        String reason = "{\"reason\":\"admin_request\"}";
        String waits = "start job of game %s waits ".formatted(game);

        stage.startJob(game, Stage.IMAGE);

        await().atMost(Stage.PATIENCE)
                .untilAsserted(() ->
                        assertThat(asked.get("/api/v1/internal/status").body())
                                .contains(
                                        "\"waiting\":1,",
                                        "\"jobs_read_on\":\"vm-1\"",
                                        "\"pending\":[{\"game_id\":\"" + game));
        assertThat(asked.post(stop, reason).body()).contains("; a " + waits + "since ");

        reader.signal("STOP");
        await().atMost(Stage.PATIENCE)
                .untilAsserted(() ->
                        assertThat(asked.post(stop, reason).body())
                                .contains(
                                        "; whether a " + waits + "is not known: node vm-1, which"));
        reader.signal("CONT");
        stage.database().execute("UPDATE rtmanager.nodes SET state = 'open'");
        assertThat(stage.results(game, 1).getFirst()).containsEntry("outcome", "success");
    }

    @Test
    void aUrlThatLeadsToAnotherNodeIsRecognizedBeforeAnythingIsDoneThere() throws Exception {
        ServiceProcess first = stage.service(here());
        ServiceProcess second = stage.service(there());
        String away = runningOnTheSecond(second);
        assertThat(first.get("/api/v1/internal/status").body())
                .contains("\"redis\":{\"run_id\":\"", "\"runtime:start_jobs\"");
        second.kill();
        String url = "http://localhost:" + first.port();
        stage.database()
                .execute(
                        "UPDATE rtmanager.nodes SET url = '%s' WHERE name = 'vm-2'".formatted(url));

        HttpResponse<String> stopped =
                first.post(
                        "/api/v1/internal/runtimes/%s/stop".formatted(away),
                        "{\"reason\":\"admin_request\"}");

        assertThat(stopped.statusCode()).isEqualTo(503);
        assertThat(stopped.body())
                .contains(
                        "is not reached: the process of node vm-1 answers at %s; correct RTMANAGER_NODE_URL of node vm-2; nothing was changed"
                                .formatted(url));
        assertThat(first.get("/api/v1/internal/images?node=vm-2").statusCode()).isEqualTo(503);
        assertThat(stage.kinds(away)).containsExactly("start");
        assertThat(state(away)).isEqualTo("running");
    }

    @Test
    void newGamesAreSpreadOverTheNodes() throws Exception {
        Map<String, String> small = here();
        small.put("RTMANAGER_NODE_GAMES_MAX", "2");
        stage.service(small);
        stage.service(there());
        List<String> games =
                List.of(stage.newGame(), stage.newGame(), stage.newGame(), stage.newGame());

        for (String game : games) {
            stage.startJob(game, Stage.IMAGE);
        }

        for (String game : games) {
            assertThat(stage.results(game, 1).getFirst()).containsEntry("outcome", "success");
        }
        assertThat(games).filteredOn(game -> isOn("vm-1", game)).hasSize(2);
        assertThat(games)
                .filteredOn(game -> isOn("vm-2", game))
                .hasSize(2)
                .allSatisfy(game -> assertThat(state(game)).isEqualTo("running"));
    }

    @Test
    void whenTheProcessWithTheIntakeDiesTheOtherTakesItAndItsOwnGamesAreUntouched()
            throws Exception {
        ServiceProcess first = stage.service(here());
        ServiceProcess second = stage.service(there());
        String away = runningOnTheSecond(second);
        String before = process(away);

        first.kill();
        second.awaitLine("this process has the intake");
        await().atMost(Stage.PATIENCE).until(() -> phase(second).equals("leading"));

        assertThat(process(away)).isEqualTo(before);
        assertThat(stage.deaths(away)).isEmpty();
        stage.stopJob(away);
        assertThat(stage.results(away, 1).getFirst()).containsEntry("outcome", "success");
        assertThat(state(away)).isEqualTo("exited");
    }

    @Test
    void aProcessThatKnowsOfNoOtherNodeDoesNotStartBesideOne() throws Exception {
        ServiceProcess first = stage.service(here());
        stage.service(there());
        first.kill();

        ServiceProcess single = stage.launch(Map.of());

        assertThat(single.awaitExit()).isNotZero();
        assertThat(String.join("\n", single.log()))
                .contains("RTMANAGER_NODES is single, but the games are on nodes vm-1, vm-2");
    }

    @Test
    void aNodeThatNobodyCouldReachIsNotAdded() throws Exception {
        stage.service(here());
        Map<String, String> settings = there();
        settings.remove("RTMANAGER_NODE_URL");

        ServiceProcess second = stage.launch(settings);

        assertThat(second.awaitExit()).isNotZero();
        assertThat(String.join("\n", second.log()))
                .contains("there is another node (vm-1), so set RTMANAGER_NODE_URL");
        assertThat(stage.rows("SELECT name FROM rtmanager.nodes")).hasSize(1);
    }

    @Test
    void aNodeThatWasGivenUpStartsNothingAndSaysWhatIsLeft() throws Exception {
        stage.service(here());
        ServiceProcess second = stage.service(there());
        String away = runningOnTheSecond(second);
        second.kill();
        stage.database()
                .execute("UPDATE rtmanager.nodes SET state = 'retired' WHERE name = 'vm-2'");

        ServiceProcess again = stage.launch(there());

        assertThat(again.awaitExit()).isNotZero();
        assertThat(String.join("\n", again.log()))
                .contains(
                        "node vm-2 was given up",
                        "no container of a game that moved away, and 1 container of games");

        stage.database()
                .execute(
                        "UPDATE rtmanager.runtime_records SET node_id = 1 WHERE game_id = '%s'"
                                .formatted(away));
        ServiceProcess moved = stage.launch(there());

        assertThat(moved.awaitExit()).isNotZero();
        assertThat(String.join("\n", moved.log()))
                .contains("games that moved away (galaxy-game-%s)".formatted(away));
        assertThat(state(away)).isEqualTo("running");
    }

    @Test
    void checkLooksAtTheGamesOfItsNodeOnly() throws Exception {
        stage.service(here());
        ServiceProcess second = stage.service(there());
        runningOnTheSecond(second);

        for (Map<String, String> settings : List.of(here(), there())) {
            ServiceProcess check = stage.launch(settings, "check");
            check.awaitExit();
            assertThat(check.log())
                    .anyMatch(line ->
                            line.matches("ok +state root +(0 games have|1 game has) .*state"))
                    .noneMatch(line -> line.matches("(warn|fail) +state root.*"));
        }
    }

    @Test
    void aCopyOfAMachineIsRefusedByCheckAndByTheStart() throws Exception {
        ServiceProcess first = stage.service(here());
        stage.running(first, Stage.IMAGE);
        first.kill();
        Map<String, String> copy = here();
        copy.put("RTMANAGER_GAME_STATE_ROOT", root.toString());
        for (String name : List.of("vm-1", "vm-2")) {
            copy.put("RTMANAGER_NODE_NAME", name);
            ServiceProcess check = stage.launch(copy, "check");
            assertThat(check.awaitExit()).isEqualTo(1);
            String words = "this machine has the Docker ID of node vm-1, but the state root ";
            assertThat(check.log())
                    .anyMatch(line -> line.matches("fail +node +" + words + ".*"))
                    .anyMatch(line -> line.contains("-> a copy of that machine needs"));
            ServiceProcess start = stage.launch(copy);
            assertThat(start.awaitExit()).isNotZero();
            assertThat(String.join("\n", start.log()))
                    .contains("nodes: " + words, "; a copy of that machine needs");
        }
    }

    @Test
    void aProcessThatKnowsOfNoOtherNodeRefusesTheGamesOfARetiredOneAndShowsThem() throws Exception {
        ServiceProcess first = stage.service(here());
        ServiceProcess second = stage.service(there());
        String away = runningOnTheSecond(second);
        second.kill();
        await("the node's lock is free")
                .atMost(Stage.PATIENCE)
                .until(() ->
                        first.post(NODES + "/retire?fenced=true", "{\"node\":\"vm-2\"}")
                                        .statusCode()
                                == 200);
        firstNode("closed");
        first.kill();

        ServiceProcess single = stage.service(Map.of());

        single.awaitLine("node is open now, as it is the only one", "was=closed");
        String refusal =
                "node vm-2, which held game %s, is retired; move the game to another node first"
                        .formatted(away);
        stage.startJob(away, Stage.IMAGE);
        stage.stopJob(away);
        assertThat(stage.results(away, 2))
                .allSatisfy(result ->
                        assertThat(result)
                                .containsEntry("error_code", "service_unavailable")
                                .containsEntry("error_message", refusal));
        assertThat(single.post("/api/v1/internal/runtimes/" + away + "/restart", "").body())
                .contains(refusal);
        assertThat(single.get("/api/v1/internal/status").body())
                .contains("retired, and 1 game is still named there");
        assertThat(single.get("/api/v1/internal/overview").body()).contains("\"node\":2");
        assertThat(single.post(NODES + "/close", "{\"node\":\"1\"}").statusCode()).isEqualTo(409);
        assertThat(
                        single.post(
                                        "/api/v1/internal/runtimes/" + away + "/move",
                                        "{\"node\":\"1\"}")
                                .statusCode())
                .isEqualTo(200);
        stage.startJob(away, Stage.IMAGE);
        assertThat(stage.results(away, 3).getLast())
                .as("it is tried here, where nobody has copied its folder to")
                .containsEntry("error_code", "container_start_failed");
    }
}
