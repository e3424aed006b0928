package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.ServiceProcess;

/** What the packaged program makes of its settings: in its streams, containers and folders. */
final class EngineSettingsIT implements SeenInRedis {

    private static final int DATABASE = 3;

    private static Stage stage;
    private static ServiceProcess service;
    private static RedisCommands<String, String> third;

    @BeforeAll
    static void serve() throws Exception {
        stage = new Stage();
        third = stage.redisServer().commands(DATABASE);
        service =
                stage.service(
                        Map.ofEntries(
                                Map.entry("RTMANAGER_REDIS_DB", Integer.toString(DATABASE)),
                                Map.entry("RTMANAGER_REDIS_START_JOBS_STREAM", "own:starts"),
                                Map.entry("RTMANAGER_REDIS_STOP_JOBS_STREAM", "own:stops"),
                                Map.entry("RTMANAGER_REDIS_JOB_RESULTS_STREAM", "own:results"),
                                Map.entry("RTMANAGER_REDIS_HEALTH_EVENTS_STREAM", "own:health"),
                                Map.entry("RTMANAGER_NOTIFICATION_INTENTS_STREAM", "own:intents"),
                                Map.entry("RTMANAGER_JOBS_READ_BLOCK_TIMEOUT", "20ms"),
                                Map.entry("RTMANAGER_RECONCILE_INTERVAL", "500ms"),
                                Map.entry("RTMANAGER_DEFAULT_CPU_QUOTA", "0.25"),
                                Map.entry("RTMANAGER_DEFAULT_MEMORY", "96m"),
                                Map.entry("RTMANAGER_DEFAULT_PIDS_LIMIT", "77"),
                                Map.entry("RTMANAGER_CONTAINER_STOP_TIMEOUT_SECONDS", "1"),
                                Map.entry("RTMANAGER_GAME_STATE_DIR_MODE", "0710"),
                                Map.entry("RTMANAGER_GAME_STATE_OWNER_UID", "12345"),
                                Map.entry("RTMANAGER_GAME_STATE_OWNER_GID", "23456"),
                                Map.entry("RTMANAGER_ENGINE_STATE_MOUNT_PATH", "/srv/of-the-game"),
                                Map.entry("RTMANAGER_ENGINE_STATE_ENV_NAME", "OWN_STATE")));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Override
    public RedisCommands<String, String> redis() {
        return third;
    }

    @Test
    @Shows({
        "RTMANAGER_REDIS_MASTER_ADDR",
        "RTMANAGER_REDIS_PASSWORD",
        "RTMANAGER_REDIS_DB",
        "RTMANAGER_REDIS_START_JOBS_STREAM",
        "RTMANAGER_REDIS_STOP_JOBS_STREAM",
        "RTMANAGER_REDIS_JOB_RESULTS_STREAM",
        "RTMANAGER_REDIS_HEALTH_EVENTS_STREAM",
        "RTMANAGER_NOTIFICATION_INTENTS_STREAM"
    })
    void jobsComeAndMessagesGoByTheStreamsAndTheDatabaseThatAreSet() {
        String game = stage.newGame();
        String failing = stage.newGame();
        add("own:starts", game, "image_ref", Stage.IMAGE);
        add("own:starts", failing, "image_ref", "galaxy/test-engine:badcommand");

        awaitEntries("own:results", game, 1);
        awaitEntries("own:health", game, 1);
        awaitEntries("own:intents", failing, 1);
        add("own:stops", game, "reason", "cancelled");
        awaitEntries("own:results", game, 2);

        assertThat(entries("own:results", game))
                .extracting(result -> result.get("outcome"))
                .containsExactly("success", "success");
        assertThat(third.keys("*"))
                .noneMatch(key -> key.startsWith("runtime:") || key.startsWith("notification:"));
        assertThat(stage.redis().dbsize()).as("keys in the database that is not set").isZero();
    }

    @Test
    @Shows({
        "RTMANAGER_POSTGRES_PRIMARY_DSN",
        "RTMANAGER_DOCKER_NETWORK",
        "RTMANAGER_DEFAULT_CPU_QUOTA",
        "RTMANAGER_DEFAULT_MEMORY",
        "RTMANAGER_DEFAULT_PIDS_LIMIT",
        "RTMANAGER_GAME_STATE_ROOT",
        "RTMANAGER_ENGINE_STATE_MOUNT_PATH",
        "RTMANAGER_ENGINE_STATE_ENV_NAME"
    })
    void anEngineHasItsNetworkItsLimitsAndItsStateAsSet() throws Exception {
        String game = stage.running(service, Stage.IMAGE);

        assertThat(
                        inspect(
                                game,
                                "{{.HostConfig.NetworkMode}} {{.HostConfig.NanoCpus}}"
                                        + " {{.HostConfig.Memory}} {{.HostConfig.PidsLimit}}"))
                .isEqualTo(stage.network() + " 250000000 " + (96 << 20) + " 77");
        assertThat(inspect(game, "{{range .Mounts}}{{.Source}} {{.Destination}}{{end}}"))
                .isEqualTo(stage.stateRoot().resolve(game) + " /srv/of-the-game");
        assertThat(inspect(game, "{{range .Config.Env}}{{println .}}{{end}}"))
                .contains("OWN_STATE=/srv/of-the-game")
                .doesNotContain("GAME_STATE_PATH");
        assertThat(stage.status(game)).isEqualTo("running");
    }

    @Test
    @Shows({
        "RTMANAGER_GAME_STATE_DIR_MODE",
        "RTMANAGER_GAME_STATE_OWNER_UID",
        "RTMANAGER_GAME_STATE_OWNER_GID"
    })
    void aStateFolderHasItsModeAndItsOwnerAsSet() throws Exception {
        Path folder = stage.stateRoot().resolve(stage.running(service, Stage.IMAGE));

        Map<String, Object> attributes =
                Files.readAttributes(folder, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
        assertThat(attributes)
                .hasEntrySatisfying(
                        "mode", mode -> assertThat((Integer) mode & 07777).isEqualTo(0710));
        assertThat(attributes).containsEntry("uid", 12345).containsEntry("gid", 23456);
    }

    @Test
    @Shows("RTMANAGER_CONTAINER_STOP_TIMEOUT_SECONDS")
    void anEngineThatDoesNotEndIsKilledAfterTheGraceThatIsSet() throws Exception {
        String game = stage.running(service, "galaxy/test-engine:stubborn");
        long began = System.nanoTime();

        assertThat(
                        service.post(
                                        "/api/v1/internal/runtimes/" + game + "/stop",
                                        "{\"reason\":\"admin_request\"}")
                                .statusCode())
                .isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(15));
        assertThat(inspect(game, "{{.State.ExitCode}}")).isEqualTo("137");
    }

    @Test
    @Shows("RTMANAGER_JOBS_READ_BLOCK_TIMEOUT")
    void theJobStreamsAreReadAgainAfterTheWaitThatIsSet() {
        long before = requests();

        await("30 requests, which take most of a minute by default")
                .pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(10))
                .until(() -> requests() >= before + 30);
    }

    @Test
    @Shows("RTMANAGER_RECONCILE_INTERVAL")
    void recordsAndContainersAreComparedAsOftenAsIsSet() throws Exception {
        String game = stage.running(service, Stage.IMAGE);

        stage.database()
                .execute(
                        "DELETE FROM rtmanager.runtime_records WHERE game_id = '%s'"
                                .formatted(game));

        await("the engine without a record is adopted")
                .atMost(Stage.PATIENCE)
                .until(() -> stage.kinds(game).contains("reconcile_adopt"));
    }

    /** How often Redis was sent something; it does not count reads that found nothing. */
    private static long requests() {
        return third.info("stats")
                .lines()
                .filter(line -> line.startsWith("total_reads_processed:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
    }

    private static void add(String stream, String game, String field, String value) {
        third.xadd(
                stream, Map.of("game_id", game, field, value, "requested_at_ms", "1714081234567"));
    }

    private static String inspect(String game, String format) {
        return stage.onEngine("inspect", "-f", format, stage.container(game)).strip();
    }
}
