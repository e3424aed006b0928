package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.Commands;
import rtm.testkit.server.PrivateDocker;
import rtm.testkit.server.ServiceProcess;

/** What goes wrong with one container, or with Docker for a while, stays there. */
final class FaultIsolationIT {

    private static final String ROUTE = "/api/v1/internal/runtimes/";
    private static final int SAMPLES = 5;
    private static final Duration FREEZE = Duration.ofSeconds(30);

    private PrivateDocker engine;
    private Stage stage;
    private ServiceProcess service;

    @BeforeEach
    void open() throws Exception {
        engine = PrivateDocker.start(List.of(), Stage.IMAGE);
        stage = new Stage(engine);
        service =
                stage.service(
                        Map.of(
                                "RTMANAGER_INSPECT_INTERVAL", "1s",
                                "RTMANAGER_PROBE_INTERVAL", "1s",
                                "RTMANAGER_PROBE_TIMEOUT", "800ms",
                                "RTMANAGER_RECONCILE_INTERVAL", "3s"));
    }

    @AfterEach
    void close() {
        try {
            stage.close();
        } finally {
            engine.close();
        }
    }

    @Test
    void oneWedgedContainerHoldsUpNoOtherGame() throws Exception {
        String wedged = stage.running(service, Stage.IMAGE);
        String sick = stage.running(service, Stage.IMAGE);
        String paused = stage.running(service, Stage.IMAGE);
        String dying = stage.running(service, Stage.IMAGE);
        Lap before = laps();
        String shim = shim(wedged);
        Commands.run(List.of("kill", "-STOP", shim));
        try {
            killInVain(wedged);
            long began = System.nanoTime();
            CompletableFuture<HttpResponse<String>> stop =
                    CompletableFuture.supplyAsync(() -> post(wedged + "/stop"));

            Lap during = laps();
            stage.onEngine("exec", stage.container(sick), "engine", "sick");
            stage.onEngine("pause", stage.container(paused));
            stage.onEngine("kill", stage.container(dying));

            awaitEvent(sick, "probe_failed");
            awaitEvent(paused, "inspect_unhealthy");
            awaitEvent(dying, "container_exited");
            await().atMost(Stage.PATIENCE).until(() -> stage.status(dying).equals("stopped"));
            HttpResponse<String> refused = stop.get(60, TimeUnit.SECONDS);
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            System.err.printf(
                    "ISOLATE before %s, beside a wedged container %s; its own stop: %d after %s %s%n",
                    before, during, refused.statusCode(), waited, refused.body());
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body())
                    .contains("service_unavailable", "docker", "inspect container");
            assertThat(waited).as("5 s, nothing being done").isLessThan(Duration.ofSeconds(15));
            assertThat(during.start()).isLessThan(before.start().multipliedBy(3).dividedBy(2));
            assertThat(during.stop()).isLessThan(before.stop().multipliedBy(3).dividedBy(2));
            assertThat(types(wedged)).containsExactly("container_started");
        } finally {
            Commands.run(List.of("kill", "-CONT", shim));
        }
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        stage.status(wedged).equals("stopped")
                                && stage.operations(wedged).stream()
                                        .noneMatch(
                                                row -> "in_progress".equals(row.get("outcome"))));
    }

    @Test
    void aFrozenDockerIsToldAndWaitedForAndNothingIsConcludedFromIt() throws Exception {
        List<String> games = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            games.add(stage.running(service, Stage.IMAGE));
        }
        long threadsBefore = threads();
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        long began = System.nanoTime();
        engine.signal("STOP");
        try {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> service.get("/readyz").statusCode() == 503);
            assertThat(service.get("/readyz").body()).contains("service_unavailable", "docker");
            for (int i = 0; i < 20; i++) {
                String game = stage.newGame();
                calls.add(CompletableFuture.supplyAsync(() -> start(game)));
            }
            String job = stage.newGame();
            stage.startJob(job, Stage.IMAGE);
            games.add(job);
            for (CompletableFuture<HttpResponse<String>> call : calls) {
                HttpResponse<String> answer = call.get(30, TimeUnit.SECONDS);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
            Duration refusedAfter = Duration.ofNanos(System.nanoTime() - began);
            assertThat(service.get(ROUTE + games.getFirst()).statusCode()).isEqualTo(200);
            Duration left = FREEZE.minus(Duration.ofNanos(System.nanoTime() - began));
            await().during(left)
                    .atMost(left.plusSeconds(10))
                    .until(() -> service.get("/readyz").statusCode() == 503);
            long threadsFrozen = threads();
            System.err.printf(
                    "ISOLATE frozen: 20 calls refused within %s, threads %d before, %d after 30 s%n",
                    refusedAfter, threadsBefore, threadsFrozen);
            assertThat(threadsFrozen).isLessThan(threadsBefore + 50);
        } finally {
            engine.signal("CONT");
        }
        long thawed = System.nanoTime();
        await().atMost(Duration.ofSeconds(15))
                .until(() -> service.get("/readyz").statusCode() == 200);
        System.err.printf(
                "ISOLATE ready again after %s%n", Duration.ofNanos(System.nanoTime() - thawed));
        assertThat(stage.results(games.getLast(), 1).getFirst())
                .containsEntry("outcome", "success");
        for (String game : games) {
            assertThat(types(game)).containsExactly("container_started");
            assertThat(stage.status(game)).isEqualTo("running");
        }
        await().atMost(Stage.PATIENCE).until(() -> threads() < threadsBefore + 25);
    }

    /** How long a start and a stop took, in the middle of some. */
    private record Lap(Duration start, Duration stop) {
        @Override
        public String toString() {
            return "start %d ms, stop %d ms".formatted(start.toMillis(), stop.toMillis());
        }
    }

    private Lap laps() throws InterruptedException {
        List<Duration> starts = new ArrayList<>();
        List<Duration> stops = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            long began = System.nanoTime();
            String game = stage.running(service, Stage.IMAGE);
            long started = System.nanoTime();
            assertThat(post(game + "/stop").statusCode()).isEqualTo(200);
            starts.add(Duration.ofNanos(started - began));
            stops.add(Duration.ofNanos(System.nanoTime() - started));
        }
        return new Lap(middle(starts), middle(stops));
    }

    private static Duration middle(List<Duration> samples) {
        return samples.stream().sorted().toList().get(SAMPLES / 2);
    }

    /** The process that stands between Docker and a container. */
    private String shim(String game) throws IOException {
        String pid =
                stage.onEngine("inspect", "-f", "{{.State.Pid}}", stage.container(game)).strip();
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                .filter(line -> line.startsWith("PPid:"))
                .map(line -> line.substring("PPid:".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    /** Docker waits for the shim, and holds the container meanwhile. */
    private void killInVain(String game) {
        String container = stage.container(game);
        try {
            Commands.run(
                    List.of(
                            "timeout",
                            "2",
                            "docker",
                            "-H",
                            engine.uri().toString(),
                            "kill",
                            container));
        } catch (IllegalStateException cutOff) {
            assertThat(cutOff).hasMessageContaining("ended with 124");
        }
    }

    private HttpResponse<String> start(String game) {
        return post(game + "/start", "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE));
    }

    private HttpResponse<String> post(String path) {
        return post(path, "{\"reason\":\"admin_request\"}");
    }

    private HttpResponse<String> post(String path, String body) {
        try {
            return service.post(ROUTE + path, body);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void awaitEvent(String game, String type) {
        await("%s of %s".formatted(type, game))
                .atMost(Stage.PATIENCE)
                .until(() -> types(game).contains(type));
    }

    private List<String> types(String game) {
        return stage.entries("runtime:health_events", game).stream()
                .map(event -> event.getOrDefault("event_type", ""))
                .toList();
    }

    /** The threads that the operating system knows of the service. */
    private long threads() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + service.pid() + "/task"))) {
            return tasks.count();
        }
    }
}
