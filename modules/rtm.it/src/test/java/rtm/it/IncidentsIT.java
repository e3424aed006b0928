package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.KillArgs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.model.ImageReference;
import rtm.it.server.DockerGate;
import rtm.it.server.LoopbackRegistry;
import rtm.testkit.server.Commands;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.PrivateDocker;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.ServiceProcess;

/**
 * Incidents of the nights, played for real on the packaged program: one command shows each within
 * ten seconds, and a second one explains it. It prints the table.
 */
final class IncidentsIT {

    private static final Duration PROMISED = Duration.ofSeconds(10);
    private static final String CRASHES = "galaxy/test-engine:exit7";
    private static final String HUNGRY = "galaxy/test-engine:hungry";
    private static final String SILENT = "galaxy/test-engine:nohealth";
    private static final Path BACKUP = Path.of("../../docs/backup.md");
    private static final List<String> TABLE = new ArrayList<>();

    private static PrivateDocker docker;
    private static DockerGate gate;
    private static RedisServer redis;
    private static LoopbackRegistry registry;
    private static Stage stage;
    private static Map<String, String> changes;
    private static ServiceProcess service;
    private static Operator operator;

    @BeforeAll
    static void serve() throws Exception {
        docker = PrivateDocker.start(List.of(), Stage.IMAGE, CRASHES, HUNGRY, SILENT);
        gate = new DockerGate(Path.of(docker.uri().getPath()));
        redis = RedisServer.start();
        registry = LoopbackRegistry.start();
        stage = new Stage(docker).on(redis);
        // A file system of its own, so that it can be full.
        Commands.run(List.of("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", root().toString()));
        changes =
                Map.of(
                        "RTMANAGER_DOCKER_HOST", "unix://" + gate.socket(),
                        "RTMANAGER_PROBE_INTERVAL", "1s",
                        "RTMANAGER_PROBE_TIMEOUT", "500ms",
                        "RTMANAGER_RECONCILE_INTERVAL", "2s");
        service = stage.service(changes);
        operator = new Operator(service, Map.of());
    }

    @AfterAll
    static void close() throws Exception {
        try (PrivateDocker _ = docker;
                DockerGate _ = gate;
                RedisServer _ = redis;
                LoopbackRegistry _ = registry;
                Stage _ = stage) {
            service.close();
            Commands.run(List.of("umount", root().toString()));
        }
        System.out.println(
                "incident | seen with | after | understood with%n".formatted()
                        + String.join("\n", TABLE));
    }

    private static Path root() {
        return stage.stateRoot();
    }

    /**
     * What an operator sees.
     *
     * @param command what is typed
     * @param words what it shows, all of them
     */
    private record Look(String command, List<String> words) {

        Look(String command, String... words) {
            this(command, List.of(words));
        }
    }

    private static void seen(String incident, Look first, Look second) throws Exception {
        seen(operator, incident, first, second);
    }

    private static void seen(Operator who, String incident, Look first, Look second)
            throws Exception {
        long begin = System.nanoTime();
        await(incident)
                .atMost(PROMISED)
                .untilAsserted(() ->
                        assertThat(who.types(first.command()))
                                .as(first.command())
                                .contains(first.words()));
        Duration after = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(who.types(second.command())).as(second.command()).contains(second.words());
        TABLE.add(
                "%s | rtmanager %s | %.1f s | rtmanager %s"
                        .formatted(
                                incident,
                                first.command(),
                                after.toMillis() / 1000.0,
                                second.command()));
    }

    private static String running(String image) throws InterruptedException {
        return stage.running(service, image);
    }

    /** A start job that Lobby adds, and that may fail. */
    private static String requested(ImageReference image) {
        String game = stage.newGame();
        stage.startJob(game, image.value());
        return game;
    }

    private static void stop(String game) throws Exception {
        assertThat(operator.types("stop " + game)).doesNotContain("refused");
    }

    @Test
    void aGameThatCrashesAgainAndAgain() throws Exception {
        String game = running(CRASHES);
        for (int restarts = 0; restarts < 2; restarts++) {
            await().atMost(Stage.PATIENCE).until(() -> stage.status(game).equals("stopped"));
            operator.types("restart " + game);
        }
        seen(
                "crash loop",
                new Look("ps --unwell", game, "exited 7", "3 ends within 1h"),
                new Look("show " + game, "exited 7"));
        stop(game);
    }

    @Test
    void aGameWithoutEnoughMemory() throws Exception {
        String game = running(HUNGRY);
        seen(
                "out of memory",
                new Look("ps --unwell", game, "out of memory"),
                new Look("show " + game, "out of memory"));
        stop(game);
    }

    @Test
    void aContainerThatSomebodyRemoved() throws Exception {
        String game = running(Stage.IMAGE);
        docker.docker("rm", "-f", stage.container(game));
        seen(
                "container removed by hand",
                new Look("ps --unwell", game, "container removed, not asked for"),
                new Look("show " + game, "removed", "not asked for"));
        operator.types("rm " + game);
        assertThat(operator.types("ps")).doesNotContain(game);
    }

    @Test
    void aGameThatHangs() throws Exception {
        String game = running(SILENT);
        seen(
                "hanging engine",
                new Look("ps --unwell", game, "probe failed"),
                new Look("show " + game, "probe failed", "reason"));
        stop(game);
    }

    @Test
    void anImageThatDoesNotExist() throws Exception {
        String game = requested(new ImageReference(registry.host() + "/galaxy/none:1.0.0"));
        seen(
                "missing image",
                new Look("ops", game, "image_pull_failed"),
                new Look("ops " + game, "galaxy/none:1.0.0", "does not exist"));
    }

    @Test
    void credentialsThatTheRegistryRefuses() throws Exception {
        try (LoopbackRegistry closed = LoopbackRegistry.start()) {
            ImageReference image = closed.add("galaxy/closed", "1.0.0", Map.of());
            closed.require("galaxy", "secret");
            String game = requested(image);
            seen(
                    "refused credentials",
                    new Look("ops", game, "image_pull_failed"),
                    new Look("ops " + game, "credentials"));
        }
    }

    @Test
    void aPullThatHangs() throws Exception {
        ImageReference image = registry.addStalling("galaxy/stalling", "1.0.0");
        String game = requested(image);
        seen(
                "hanging pull",
                new Look("ops --open", game, image.value()),
                new Look("stop " + game, "since", "waits for the pull of " + image.value()));
        assertThat(operator.types("show " + game)).contains("has not started yet", image.value());
    }

    @Test
    void aFullDisk() throws Exception {
        String fill = "head -c 8m /dev/zero > " + root().resolve("fill") + " || true";
        Commands.run(List.of("bash", "-c", fill));
        try {
            seen(
                    "disk full",
                    new Look("status", "disk 0 % free"),
                    new Look("status --json", root().toString()));
        } finally {
            Commands.run(List.of("rm", root().resolve("fill").toString()));
        }
    }

    @Test
    void aDaemonThatRestarts() throws Exception {
        String game = running(Stage.IMAGE);
        docker.terminate();
        docker.restart();
        ready();
        seen(
                "docker restarted",
                new Look("ps --unwell", game, "ended with docker"),
                new Look("restart --ended-by-docker --dry-run", game));
        stop(game);
    }

    @Test
    void aRedisPasswordThatWasRotated() throws Exception {
        redis.commands().configSet("requirepass", "another");
        redis.commands().clientKill(KillArgs.Builder.skipme());
        try {
            seen(
                    "redis password rotated",
                    new Look("status", "refuses the password"),
                    new Look("status --json", "refuses the password"));
        } finally {
            redis.commands().configSet("requirepass", RedisServer.PASSWORD);
        }
        ready();
    }

    @Test
    void aDatabaseThatIsReadOnly() throws Exception {
        PostgresServer.shared().readOnly(true);
        try {
            seen(
                    "postgres read-only",
                    new Look("status", "takes no writes"),
                    new Look("status --json", "default_transaction_read_only"));
            assertThat(operator.types("ps")).contains("Warning: postgres", "takes no writes");
        } finally {
            PostgresServer.shared().readOnly(false);
        }
        ready();
    }

    @Test
    void aSecondServiceThatWasStartedByMistake() throws Exception {
        try (ServiceProcess second = stage.service(changes)) {
            Operator other = new Operator(second, Map.of());
            seen(
                    other,
                    "two services",
                    new Look("status", "standby, leader:"),
                    new Look("status --json", "leader"));
            assertThat(operator.types("status")).contains("leader with 1 standby");
        }
    }

    /** By the commands of the document, while the games run. */
    @Test
    void anOldBackupThatWasRestored(@TempDir Path folder) throws Exception {
        List<DocumentedCommand> document = DocumentedCommand.of(BACKUP);
        DocumentedShell shell =
                new DocumentedShell(
                        folder, stage.environment(), service.port(), document.getFirst().script());
        String old = running(Stage.IMAGE);
        follow(shell, document, "Backup");
        String later = running(Stage.IMAGE);
        service.close();
        follow(shell, document, "Restore");
        service = stage.service(changes);
        operator = new Operator(service, Map.of());
        seen(
                "old backup restored",
                new Look("ps", old, later, "adopt"),
                new Look("ops " + later, "adopt"));
        await("agreement")
                .atMost(PROMISED)
                .untilAsserted(() -> assertThat(shell.run(dryRun(document))).contains("no drift"));
        assertThat(stage.status(old)).isEqualTo("running");
        assertThat(stage.status(later)).isEqualTo("running");
        stop(old);
        stop(later);
    }

    private static DocumentedCommand dryRun(List<DocumentedCommand> document) {
        return document.stream()
                .filter(command -> command.script().startsWith("rtmanager reconcile --dry-run"))
                .findFirst()
                .orElseThrow();
    }

    private static void follow(
            DocumentedShell shell, List<DocumentedCommand> document, String heading)
            throws Exception {
        List<DocumentedCommand> section =
                document.stream()
                        .skip(1)
                        .filter(command -> command.heading().equals(heading))
                        .toList();
        assertThat(section).isNotEmpty();
        for (DocumentedCommand command : section) {
            String printed = shell.run(command);
            assertThat(command.missingFrom(printed)).as(printed).isEmpty();
        }
    }

    private static void ready() {
        await("ready again")
                .atMost(Stage.PATIENCE)
                .until(() -> service.get("/readyz").statusCode() == 200);
    }
}
