package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.it.server.DockerGate;
import rtm.testkit.server.ServiceProcess;

/** How much the packaged program does at once, and how long it waits for others. */
final class BoundSettingsIT {

    private static final String START = "^POST \\S*/containers/[0-9a-f]+/start";

    private static Stage stage;
    private static DockerGate gate;
    private static Links links;
    private static ServerSocket lobby;
    private static ServiceProcess service;

    @BeforeAll
    static void serve() throws Exception {
        stage = new Stage();
        gate = new DockerGate(Path.of("/var/run/docker.sock"));
        links = Links.of(stage);
        // Takes connections, and never answers.
        lobby = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        service =
                stage.service(
                        links.settings(
                                Map.ofEntries(
                                        Map.entry("RTMANAGER_LOG_LEVEL", "debug"),
                                        Map.entry(
                                                "RTMANAGER_DOCKER_HOST", "unix://" + gate.socket()),
                                        Map.entry("RTMANAGER_DOCKER_MAX_CONCURRENT_STARTS", "1"),
                                        Map.entry("RTMANAGER_JOBS_MAX_CONCURRENCY", "2"),
                                        Map.entry("RTMANAGER_GAME_LEASE_TTL_SECONDS", "7"),
                                        Map.entry("RTMANAGER_REDIS_OPERATION_TIMEOUT", "300ms"),
                                        Map.entry("RTMANAGER_PROBE_INTERVAL", "700ms"),
                                        Map.entry("RTMANAGER_PROBE_TIMEOUT", "600ms"),
                                        Map.entry("RTMANAGER_PROBE_MAX_CONCURRENCY", "1"),
                                        Map.entry("RTMANAGER_PROBE_FAILURES_THRESHOLD", "2"),
                                        Map.entry(
                                                "RTMANAGER_LOBBY_INTERNAL_BASE_URL",
                                                "http://127.0.0.1:" + lobby.getLocalPort()),
                                        Map.entry("RTMANAGER_LOBBY_INTERNAL_TIMEOUT", "150ms"))));
    }

    @AfterAll
    static void close() throws Exception {
        lobby.close();
        links.close();
        gate.close();
        stage.close();
    }

    @Test
    @Shows({
        "RTMANAGER_DOCKER_HOST",
        "RTMANAGER_DOCKER_MAX_CONCURRENT_STARTS",
        "RTMANAGER_JOBS_MAX_CONCURRENCY",
        "RTMANAGER_GAME_LEASE_TTL_SECONDS"
    })
    void asManyJobsAndAsManyStartsAreUnderWayAsAreSet() throws Exception {
        DockerGate.Hold hold = gate.holdBefore(START);
        int starts = starts();
        List<String> games = IntStream.range(0, 5).mapToObj(_ -> stage.newGame()).toList();
        games.forEach(game -> stage.startJob(game, Stage.IMAGE));
        hold.awaitReached();
        await().atMost(Stage.PATIENCE).until(() -> underWay(games) == 2);

        // What takes the same road beside the jobs comes as far, and they do not.
        String called = stage.newGame();
        CompletableFuture<HttpResponse<String>> call =
                CompletableFuture.supplyAsync(() -> start(called));
        await().atMost(Stage.PATIENCE).until(() -> !stage.container(called).isEmpty());

        assertThat(underWay(games)).isEqualTo(2);
        assertThat(starts()).isEqualTo(starts + 1);
        assertThat(stage.redis().pttl("rtmanager:game_lease:" + called)).isBetween(1L, 7000L);
        hold.release();
        games.forEach(game -> stage.results(game, 1));
        assertThat(call.get().statusCode()).isEqualTo(200);
    }

    @Test
    @Shows("RTMANAGER_REDIS_OPERATION_TIMEOUT")
    void redisIsWaitedForAsLongAsIsSet() throws Exception {
        links.redis().stall();
        long began = System.nanoTime();
        try {
            assertThat(service.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(250), Duration.ofMillis(1800));
        } finally {
            links.redis().restore();
            await().atMost(Stage.PATIENCE).until(() -> service.get("/readyz").statusCode() == 200);
        }
    }

    @Test
    @Shows({"RTMANAGER_LOBBY_INTERNAL_BASE_URL", "RTMANAGER_LOBBY_INTERNAL_TIMEOUT"})
    void lobbyIsAskedAndWaitedForAsLongAsIsSet() throws Exception {
        String game = stage.newGame();

        assertThat(start(game).statusCode()).isEqualTo(200);

        service.awaitLine("lobby", "game_id=" + game, "no answer within 150ms");
    }

    @Test
    @Shows({
        "RTMANAGER_LOG_LEVEL",
        "RTMANAGER_PROBE_INTERVAL",
        "RTMANAGER_PROBE_TIMEOUT",
        "RTMANAGER_PROBE_MAX_CONCURRENCY",
        "RTMANAGER_PROBE_FAILURES_THRESHOLD"
    })
    void enginesAreProbedAsSetAndNoMoreAtOnce() throws Exception {
        List<String> games =
                List.of(stage.running(service, Stage.IMAGE), stage.running(service, Stage.IMAGE));
        games.forEach(game -> stage.onEngine("exec", stage.container(game), "engine", "hang"));

        for (String game : games) {
            stage.awaitEntries("runtime:health_events", game, 2);
            assertThat(stage.entries("runtime:health_events", game).getLast().get("details"))
                    .contains("\"consecutive_failures\":2,", "no answer within 600ms");
            service.awaitLine(
                    "DEBUG", "probe failure", "game_id=" + game, "consecutive_failures=3");
        }
        List<Instant> failures =
                service.log().stream()
                        .filter(line -> line.contains("probe failure"))
                        .filter(line -> games.stream().anyMatch(line::contains))
                        .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
                        .toList();
        assertThat(pauses(failures))
                .as("one after another")
                .allMatch(pause -> pause.compareTo(Duration.ofMillis(500)) > 0);
        games.forEach(game -> stage.onEngine("rm", "-f", stage.container(game)));
    }

    private static Stream<Duration> pauses(List<Instant> times) {
        return IntStream.range(1, times.size())
                .mapToObj(i -> Duration.between(times.get(i - 1), times.get(i)));
    }

    private static int starts() {
        return gate.requests(START).size();
    }

    private static long underWay(List<String> games) {
        return games.stream()
                .flatMap(game -> stage.operations(game).stream())
                .filter(row -> "in_progress".equals(row.get("outcome")))
                .count();
    }

    private static HttpResponse<String> start(String game) {
        try {
            return service.post(
                    "/api/v1/internal/runtimes/" + game + "/start",
                    "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
