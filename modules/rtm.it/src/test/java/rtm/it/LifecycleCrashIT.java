package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.it.server.DockerGate;
import rtm.testkit.server.ServiceProcess;

/**
 * What the next boot makes of a restart, a patch or a cleanup that was killed right before or right
 * after one of its side effects. What it did is left as a table in {@code target/crash-table.md}.
 */
final class LifecycleCrashIT {

    private static final String OLD = "galaxy/test-patch:1.0.0";
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final String STOP = "^POST \\S*/containers/[0-9a-f]+/stop";
    private static final String REMOVE = "^DELETE \\S*/containers/[0-9a-f]+";
    private static final String CREATE = "^POST \\S*/containers/create";
    private static final String START = "^POST \\S*/containers/[0-9a-f]+/start";
    private static final String SET_ASIDE = "^POST \\S*/rename\\?name=\\S*_previous";
    private static final String NAME_BACK = "^POST \\S*/rename\\?name=[^_\\s]* ";

    /** Stands for the container that was there before. */
    private static final String OLD_ID = "OLD_ID";

    private static final List<String> TABLE = new ArrayList<>();

    private static Stage stage;
    private DockerGate gate;

    /**
     * Where an operation is killed.
     *
     * @param operation as the table names it
     * @param effect the side effect, as the table names it
     * @param request the call to Docker at which it is killed
     * @param before whether Docker never gets that call, else only its answer is lost
     */
    record Point(String operation, String effect, String request, boolean before) {
        @Override
        public String toString() {
            return operation + ", killed " + (before ? "before " : "after ") + effect;
        }
    }

    static Stream<Point> points() {
        return Stream.of(
                        new Point("restart", "stop of the old", STOP, true),
                        new Point("restart", "removal of the old", REMOVE, true),
                        new Point("restart", "creation of the new", CREATE, true),
                        new Point("restart", "start of the new", START, true),
                        new Point("patch", "stop of the old", STOP, true),
                        new Point("patch", "setting the old aside", SET_ASIDE, true),
                        new Point("patch", "creation of the new", CREATE, true),
                        new Point("patch", "start of the new", START, true),
                        new Point("patch", "removal of the old", REMOVE, true),
                        new Point("broken patch", "removal of the new", REMOVE, true),
                        new Point("broken patch", "giving the name back", NAME_BACK, true),
                        new Point(
                                "broken patch",
                                "start of the old",
                                "^POST \\S*/containers/" + OLD_ID + "/start",
                                true),
                        new Point("cleanup", "removal", REMOVE, true))
                .flatMap(point ->
                        Stream.of(
                                point,
                                new Point(
                                        point.operation(),
                                        point.effect(),
                                        point.request(),
                                        false)));
    }

    @BeforeAll
    static void open() throws Exception {
        stage = new Stage();
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
        TABLE.addFirst("|---|---|---|---|---|");
        TABLE.addFirst("| operation | killed | the next boot | container | closed after |");
        Files.write(Path.of("target", "crash-table.md"), TABLE);
    }

    @BeforeEach
    void openGate() {
        gate = new DockerGate(Path.of("/var/run/docker.sock"));
    }

    @AfterEach
    void closeGate() {
        gate.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("points")
    void whatWasKilledIsBroughtToAnEnd(Point point) throws Exception {
        String game = stage.newGame();
        String path = "/api/v1/internal/runtimes/" + game;
        ServiceProcess first = behindGate();
        assertThat(first.post(path + "/start", "{\"image_ref\":\"" + OLD + "\"}").statusCode())
                .isEqualTo(200);
        boolean cleanup = point.operation().equals("cleanup");
        if (cleanup) {
            first.post(path + "/stop", "{\"reason\":\"finished\"}");
        }
        String request = point.request().replace(OLD_ID, stage.container(game));
        DockerGate.Hold hold = point.before() ? gate.holdBefore(request) : gate.holdAfter(request);
        Thread caller = call(first, point.operation(), path);
        hold.awaitReached();
        first.kill();
        caller.join();
        assertThat(running(game)).hasSizeLessThanOrEqualTo(1);

        long boot = System.nanoTime();
        ServiceProcess next = stage.launch(Map.of());
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(stage.operations(game).getLast().get("outcome"))
                                .isNotEqualTo("in_progress"));
        Duration took = Duration.ofNanos(System.nanoTime() - boot);

        next.awaitReady();
        Map<String, String> row = stage.operations(game).getLast();
        assertThat(stage.operations(game)).hasSize(cleanup ? 3 : 2);
        String record = next.get(path).body();
        note(point, row, game, took);
        if (cleanup) {
            assertThat(stage.containers(game)).isEmpty();
            assertThat(record).contains("\"status\":\"removed\"");
        } else {
            assertAgrees(game, record);
            stage.awaitEntries("runtime:health_events", game, 2);
            assertThat(stage.entries("runtime:health_events", game))
                    .hasSize(2)
                    .last()
                    .satisfies(event ->
                            assertThat(event)
                                    .containsEntry("event_type", "container_started")
                                    .containsEntry("container_id", stage.container(game)));
        }
        assertThat(took).isLessThan(SOON);
        next.kill();
    }

    private void assertAgrees(String game, String record) {
        assertThat(stage.containers(game)).containsExactly("galaxy-game-" + game + " running");
        assertThat(record)
                .contains("\"status\":\"running\"")
                .contains("\"current_container_id\":\"" + stage.container(game) + "\"")
                .contains("\"current_image_ref\":\"" + image(game) + "\"");
    }

    private static void note(Point point, Map<String, String> row, String game, Duration took) {
        String did =
                "success".equals(row.get("outcome"))
                        ? "finished it"
                        : "took it back (" + row.get("error_code") + ")";
        List<String> containers = stage.containers(game);
        TABLE.add(
                "| %s | %s %s | %s | %s | %d ms |"
                        .formatted(
                                point.operation(),
                                point.before() ? "before" : "after",
                                point.effect(),
                                did,
                                containers.isEmpty()
                                        ? "none"
                                        : image(game).replaceFirst(".*:", "")
                                                + containers.getFirst().replaceFirst(".* ", " "),
                                took.toMillis()));
    }

    private static List<String> running(String game) {
        return stage.containers(game).stream().filter(line -> line.endsWith(" running")).toList();
    }

    private static String image(String game) {
        return Stage.docker("inspect", "--format", "{{.Config.Image}}", "galaxy-game-" + game)
                .strip();
    }

    private ServiceProcess behindGate() throws Exception {
        return stage.service(Map.of("RTMANAGER_DOCKER_HOST", "unix://" + gate.socket()));
    }

    private static Thread call(ServiceProcess service, String operation, String path) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        ask(service, operation, path);
                    } catch (InterruptedException | AssertionError killed) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private static void ask(ServiceProcess service, String operation, String path)
            throws InterruptedException {
        switch (operation) {
            case "restart" -> service.post(path + "/restart", "");
            case "patch" ->
                    service.post(path + "/patch", "{\"image_ref\":\"galaxy/test-patch:1.0.1\"}");
            case "broken patch" ->
                    service.post(path + "/patch", "{\"image_ref\":\"galaxy/test-patch:1.0.5\"}");
            case "cleanup" -> service.delete(path + "/container");
            default -> throw new IllegalArgumentException(operation);
        }
    }
}
