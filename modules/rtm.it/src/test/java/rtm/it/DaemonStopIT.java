package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.it.server.DockerGate;
import rtm.testkit.server.PrivateDocker;
import rtm.testkit.server.ServiceProcess;

/**
 * The Docker daemon is stopped in good order, without live-restore, and every game ends with it.
 * The runbook's way back starts those games and no other.
 */
final class DaemonStopIT {

    private static final String COUNTED = "games ended with the docker daemon ";
    private static final String RUNTIMES = "/api/v1/internal/runtimes/";
    private static final Path RUNBOOK = Path.of("../../docs/runbook.md");
    private static final Pattern SINCE = Pattern.compile("since=(\\S+)");
    private static final int GAMES = 5;

    @TempDir private Path folder;
    private PrivateDocker docker;
    private DockerGate gate;
    private Stage stage;
    private ServiceProcess service;

    @BeforeEach
    void serve() throws Exception {
        docker = PrivateDocker.start(List.of(), Stage.IMAGE);
        gate = new DockerGate(Path.of(docker.uri().getPath()));
        stage = new Stage(docker);
        service = start();
    }

    private ServiceProcess start() throws Exception {
        return stage.service(Map.of("RTMANAGER_DOCKER_HOST", "unix://" + gate.socket()));
    }

    @AfterEach
    void close() {
        try (PrivateDocker _ = docker;
                DockerGate _ = gate;
                Stage _ = stage) {
            // What was opened is closed, the last first; what was not is passed over.
        }
    }

    private List<String> running() throws InterruptedException {
        List<String> games = new ArrayList<>();
        for (int i = 0; i < GAMES; i++) {
            games.add(stage.running(service, Stage.IMAGE));
        }
        return games;
    }

    /** The daemon answers after what has happened so far; nobody else asks whether it is there. */
    private void awaitAnswer() {
        int before = gate.requests("GET .*/_ping").size();
        await("two pings")
                .atMost(Stage.PATIENCE)
                .until(() -> gate.requests("GET .*/_ping").size() >= before + 2);
    }

    private void assertEndedOnce(List<String> games) {
        for (String game : games) {
            await(game)
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() -> {
                        assertThat(stage.status(game)).isEqualTo("stopped");
                        assertThat(told(game)).containsExactly(Stage.CLEAN_END);
                    });
            assertThat(stage.kinds(game)).containsExactly("start", "reconcile_observed_exited");
        }
    }

    private List<String> lines(String... words) {
        return service.log().stream()
                .filter(line -> List.of(words).stream().allMatch(line::contains))
                .toList();
    }

    private List<String> told(String game) {
        return stage.deaths(game).stream().map(Stage.HealthEvent::toString).toList();
    }

    @Test
    void eachGameIsReportedOnceAndTheRunbookStartsThemAndNoOther() throws Exception {
        List<String> games = running();
        String onPurpose = stage.running(service, Stage.IMAGE);
        service.post(RUNTIMES + onPurpose + "/stop", "{\"reason\":\"finished\"}");
        String before = stage.running(service, Stage.IMAGE);
        stage.endEngine(before, 0);
        await(before).atMost(Stage.PATIENCE).until(() -> stage.deaths(before).size() == 1);
        awaitAnswer();

        docker.terminate();
        docker.restart();

        assertEndedOnce(games);
        service.awaitLine("WARN", COUNTED, "games=" + GAMES + " ");
        assertThat(lines(COUNTED)).hasSize(1);
        String line = lines(COUNTED).getFirst();
        assertThat(line).contains(games).doesNotContain(onPurpose, before);
        games.forEach(game ->
                assertThat(lines("WARN", "health event", "game_id=" + game + " ")).hasSize(1));

        Matcher since = SINCE.matcher(line);
        assertThat(since.find()).isTrue();
        follow(since.group(1), games);

        assertThat(stage.status(onPurpose)).isEqualTo("stopped");
        assertThat(stage.status(before)).isEqualTo("stopped");
        for (String game : games) {
            assertThat(stage.status(game)).isEqualTo("running");
            assertThat(told(game)).as("nothing is reported again").hasSize(1);
        }
    }

    /** Follows the runbook's way back, with the time that the line in the log tells. */
    private void follow(String since, List<String> games) throws Exception {
        List<DocumentedCommand> commands = DocumentedCommand.of(RUNBOOK);
        Map<String, String> settings = stage.environment();
        DocumentedShell shell =
                new DocumentedShell(folder, settings, service.port(), commands.getFirst().script());
        List<DocumentedCommand> wayBack =
                commands.stream()
                        .filter(one -> one.script().contains("ended-games"))
                        .map(one ->
                                one.script(one.script().replaceAll("SINCE=.*", "SINCE=" + since)))
                        .toList();
        assertThat(wayBack).hasSize(2);
        for (DocumentedCommand command : wayBack) {
            shell.run(command);
        }
        assertThat(Files.readAllLines(folder.resolve("ended-games")))
                .containsExactlyInAnyOrderElementsOf(games);
    }

    @Test
    void aServiceThatIsStartedAfterwardsReportsEachGameOnceAsWell() throws Exception {
        List<String> games = running();
        service.kill();
        docker.terminate();
        docker.restart();
        service = start();
        assertEndedOnce(games);
        assertThat(lines(COUNTED)).as("it never met that daemon").isEmpty();
    }
}
