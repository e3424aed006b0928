package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.it.server.DockerGate;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.ServiceProcess;

/**
 * States in which a dependency answers and refuses the work: what {@code /readyz} says, and what a
 * start does, out of the packaged program. It prints the table.
 */
final class ReadyTableIT {

    private static final Duration PROMISED = Duration.ofSeconds(5);

    private RedisServer redis;
    private Stage stage;
    private DockerGate docker;
    private ServiceProcess service;
    private Links links;
    private DependencyStates states;
    private String running = "";

    @BeforeEach
    void serve() throws Exception {
        redis = RedisServer.start(DependencyStates.REDIS_ARGUMENTS);
        stage = new Stage(redis);
        docker = new DockerGate(Path.of("/var/run/docker.sock"));
        links = Links.of(stage);
        service =
                stage.service(
                        links.settings(
                                Map.of("RTMANAGER_DOCKER_HOST", "unix://" + docker.socket())));
        states =
                new DependencyStates(
                        stage, links, docker, () -> start(stage.newGame()).statusCode());
    }

    @AfterEach
    void close() {
        states.close();
        stage.close();
        links.close();
        docker.close();
        redis.close();
    }

    @Test
    void neverReadyWhileAStartCannotSucceed() throws Exception {
        List<String> table = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        running = startedGame();
        for (DependencyStates.State state : states.all()) {
            try {
                table.add(row(state));
            } catch (AssertionError | ConditionTimeoutException failed) {
                wrong.add(state.name() + ": " + failed.getMessage());
            }
        }
        System.out.println(
                "state of a dependency            | /readyz | a start | a stop | ready again after\n"
                        + String.join("\n", table));
        assertThat(wrong).isEmpty();
    }

    private String row(DependencyStates.State state) throws Exception {
        List<Integer> answers = new ArrayList<>();
        during(state, () -> answers.addAll(answers(state)));
        long left = System.nanoTime();
        await(state.name() + " is over")
                .atMost(PROMISED)
                .until(() -> service.get("/readyz").statusCode() == 200);
        Duration after = Duration.ofNanos(System.nanoTime() - left);
        HttpResponse<String> stopped = stop(running);
        assertThat(stopped.statusCode())
                .as("stop after %s: %s", state.name(), stopped.body())
                .isEqualTo(200);
        running = startedGame();
        return "%-32s | %d     | %d     | %d    | %d ms"
                .formatted(
                        state.name(),
                        answers.get(0),
                        answers.get(1),
                        answers.get(2),
                        after.toMillis());
    }

    /** A state that cannot be entered is left as well, and its reason is the one that shows. */
    private static void during(DependencyStates.State state, DependencyStates.Deed work)
            throws Exception {
        try {
            state.enter().run();
            work.run();
        } catch (Exception | AssertionError failed) {
            try {
                state.leave().run();
            } catch (Exception notLeft) {
                failed.addSuppressed(notLeft);
            }
            throw failed;
        }
        state.leave().run();
    }

    /** What readiness, a start and a stop say. */
    private List<Integer> answers(DependencyStates.State state) throws Exception {
        await(state.name())
                .atMost(PROMISED)
                .untilAsserted(() -> {
                    HttpResponse<String> answer = service.get("/readyz");
                    assertThat(answer.statusCode()).isEqualTo(503);
                    assertThat(answer.body()).contains(state.words());
                });
        service.awaitLine("not ready", state.words());
        int ready = service.get("/readyz").statusCode();
        HttpResponse<String> refused = start(stage.newGame());
        int start = refused.statusCode();
        assertThat(start).as("%s: %s", state.name(), refused.body()).isIn(200, 500, 502, 503);
        assertThat(ready == 200 && start != 200).as(state.name()).isFalse();
        int stop = stop(running).statusCode();
        assertThat(stop).as(state.name()).isIn(200, 503);
        assertThat(service.get("/readyz").statusCode()).as(state.name()).isEqualTo(503);
        return List.of(ready, start, stop);
    }

    private String startedGame() throws InterruptedException {
        String game = stage.newGame();
        HttpResponse<String> started = start(game);
        assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
        return game;
    }

    private HttpResponse<String> stop(String game) throws InterruptedException {
        return service.post(
                "/api/v1/internal/runtimes/" + game + "/stop", "{\"reason\":\"finished\"}");
    }

    private HttpResponse<String> start(String game) throws InterruptedException {
        return service.post(
                "/api/v1/internal/runtimes/" + game + "/start",
                "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE));
    }
}
