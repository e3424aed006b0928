package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.docker.DockerSettings;
import rtm.docker.state.StateFolderSettings;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.MemorySize;
import rtm.domain.model.PullPolicy;
import rtm.http.HttpSettings;
import rtm.http.client.LobbySettings;
import rtm.main.settings.type.LogLevel;
import rtm.store.StoreSettings;
import rtm.workers.wiring.WorkerSettings;

class SettingsTest {

    @Test
    void theRequiredVariablesAreEnough() {
        Settings.Loaded loaded = Environments.loaded(Environments.with());
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.settings().store().dsn().server()).isEqualTo("127.0.0.1:5432");
        assertThat(loaded.settings().streams().host()).isEqualTo("127.0.0.1");
        assertThat(loaded.settings().streams().port()).isEqualTo(6379);
        assertThat(loaded.settings().streams().password()).isEqualTo("redis-hush");
        assertThat(loaded.settings().stateFolders().root())
                .isEqualTo(Path.of("/var/lib/galaxy/games"));
    }

    @Test
    void whatIsNotSetHasTheDefaultsOfTheModules() {
        Settings settings = Environments.loaded(Environments.with()).settings();
        StoreSettings store = settings.store();
        assertThat(store).isEqualTo(StoreSettings.defaults(store.dsn()));
        assertThat(settings.http()).isEqualTo(HttpSettings.defaults());
        assertThat(settings.lobby())
                .isEqualTo(new LobbySettings(Optional.empty(), Duration.ofSeconds(2)));
        DockerSettings docker = settings.docker();
        assertThat(docker).isEqualTo(DockerSettings.of(docker.credentialsFolder()));
        assertThat(settings.stateFolders())
                .isEqualTo(StateFolderSettings.of(settings.stateFolders().root()));
    }

    @Test
    void whatIsNotSetHasTheDefaultsOfTheProgram() {
        Settings settings = Environments.loaded(Environments.with()).settings();
        assertThat(settings.process())
                .isEqualTo(
                        new ProcessSettings(LogLevel.INFO, Duration.ofSeconds(30), false, false));
        assertThat(settings.engine())
                .isEqualTo(
                        new EngineSettings(
                                new EngineLimits(
                                        new CpuQuota(1_000_000_000),
                                        new MemorySize(512L << 20),
                                        512),
                                PullPolicy.IF_MISSING,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(30)));
        assertThat(settings.workers())
                .isEqualTo(
                        new WorkerSettings(
                                new WorkerSettings.JobSettings(
                                        Duration.ofSeconds(2), 64, Duration.ofMinutes(2)),
                                Duration.ofSeconds(30),
                                new WorkerSettings.Probe(
                                        Duration.ofSeconds(15), Duration.ofSeconds(2), 3, 16),
                                Duration.ofMinutes(5),
                                new WorkerSettings.Cleanup(
                                        Duration.ofHours(1),
                                        Duration.ofDays(30),
                                        Duration.ZERO,
                                        Duration.ofHours(1))));
        assertThat(settings.node())
                .isEqualTo(
                        new NodeSettings(
                                NodesMode.SINGLE,
                                Optional.empty(),
                                Optional.empty(),
                                0,
                                new MemorySize(1L << 30),
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(90)));
        assertThat(settings.node().many()).isFalse();
        assertThat(settings.telemetry()).isEqualTo(new TelemetrySettings(false, false));
    }

    @Test
    void aVariableThatIsSetToNothingHasItsDefault() {
        Map<String, String> environment = Environments.with();
        Settings untouched = Environments.loaded(environment).settings();
        Variables.all()
                .filter(variable -> !variable.required())
                .forEach(variable -> environment.put(variable.name(), ""));
        Settings emptied = Environments.loaded(environment).settings();
        assertThat(emptied.process()).isEqualTo(untouched.process());
        assertThat(emptied.http()).isEqualTo(untouched.http());
        assertThat(emptied.lobby()).isEqualTo(untouched.lobby());
        assertThat(emptied.streams()).isEqualTo(untouched.streams());
        assertThat(emptied.docker()).isEqualTo(untouched.docker());
        assertThat(emptied.engine()).isEqualTo(untouched.engine());
        assertThat(emptied.workers()).isEqualTo(untouched.workers());
        assertThat(emptied.telemetry()).isEqualTo(untouched.telemetry());
    }

    @Test
    void valuesReachTheModulesTheyAreFor() {
        Settings settings =
                Environments.loaded(
                                Environments.with(
                                        "INTERNAL_HTTP_ADDR", "[::1]:9000",
                                        "INTERNAL_HTTP_TOKEN", "a-token",
                                        "INTERNAL_HTTP_READ_TOKEN", "b-token",
                                        "LOBBY_INTERNAL_BASE_URL", "http://127.0.0.1:8095/",
                                        "POSTGRES_MAX_OPEN_CONNS", "7",
                                        "REDIS_JOB_RESULTS_STREAM", "other:results",
                                        "GAME_LEASE_TTL_SECONDS", "45",
                                        "DOCKER_LOG_DRIVER", "journald",
                                        "DOCKER_LOG_OPTS", "tag=game,labels=a=b",
                                        "GAME_STATE_DIR_MODE", "2770",
                                        "IMAGE_PULL_POLICY", "always",
                                        "CONTAINER_STOP_TIMEOUT_SECONDS", "0",
                                        "PROBE_FAILURES_THRESHOLD", "5",
                                        "ACCEPT_ENGINE_CHANGE", "1",
                                        "ACCEPT_DATABASE_CHANGE", "t",
                                        "OTEL_STDOUT_METRICS_ENABLED", "true"))
                        .settings();
        assertThat(settings.http().address()).isEqualTo("[::1]:9000");
        assertThat(settings.http().token()).contains("a-token");
        assertThat(settings.http().readToken()).contains("b-token");
        assertThat(settings.lobby().baseUrl()).contains(URI.create("http://127.0.0.1:8095"));
        assertThat(settings.store().maxOpenConnections()).isEqualTo(7);
        assertThat(settings.streams().streams().jobResults()).isEqualTo("other:results");
        assertThat(settings.streams().leaseTtl()).isEqualTo(Duration.ofSeconds(45));
        assertThat(settings.docker().logDriver()).contains("journald");
        assertThat(settings.docker().logOptions())
                .isEqualTo(Map.of("tag", "game", "labels", "a=b"));
        assertThat(settings.stateFolders().dirMode()).isEqualTo(02770);
        assertThat(settings.engine().pullPolicy()).isEqualTo(PullPolicy.ALWAYS);
        assertThat(settings.engine().stopGrace()).isZero();
        assertThat(settings.workers().probe().failuresThreshold()).isEqualTo(5);
        assertThat(settings.process().acceptDaemonChange()).isTrue();
        assertThat(settings.process().acceptDatabaseChange()).isTrue();
        assertThat(settings.telemetry()).isEqualTo(new TelemetrySettings(false, true));
    }

    @Test
    void oneOfSeveralNodesSaysWhoItIs() {
        Settings settings =
                Environments.loaded(
                                Environments.with(
                                        "NODES", "many",
                                        "NODE_NAME", "vm-2.games",
                                        "NODE_URL", "http://10.0.0.2:8096/",
                                        "NODE_GAMES_MAX", "40",
                                        "NODE_MEMORY_RESERVE", "512m",
                                        "NODE_LOST_AFTER", "2m",
                                        "FORWARD_TIMEOUT", "30s"))
                        .settings();
        assertThat(settings.node())
                .isEqualTo(
                        new NodeSettings(
                                NodesMode.MANY,
                                Optional.of("vm-2.games"),
                                Optional.of(URI.create("http://10.0.0.2:8096")),
                                40,
                                new MemorySize(512L << 20),
                                Duration.ofMinutes(2),
                                Duration.ofSeconds(30)));
        assertThat(settings.node().many()).isTrue();
    }

    @Test
    void dockersCredentialsAreBelowTheUsersHomeUnlessToldOtherwise() {
        Map<String, String> environment = Environments.with();
        environment.put("HOME", "/home/rtm");
        assertThat(Environments.loaded(environment).settings().docker().credentialsFolder())
                .isEqualTo(Path.of("/home/rtm/.docker"));
        environment.put("DOCKER_CONFIG", "/etc/docker-client");
        assertThat(Environments.loaded(environment).settings().docker().credentialsFolder())
                .isEqualTo(Path.of("/etc/docker-client"));
    }

    @Test
    void aSecretKeepsItsBlanks() {
        assertThat(
                        Environments.loaded(Environments.with("REDIS_PASSWORD", " a "))
                                .settings()
                                .streams()
                                .password())
                .isEqualTo(" a ");
    }

    @Test
    void settingsInTextShowNoSecret() {
        assertThat(Environments.loaded(Environments.with("INTERNAL_HTTP_TOKEN", "token-hush")))
                .asString()
                .doesNotContain("hush");
    }
}
