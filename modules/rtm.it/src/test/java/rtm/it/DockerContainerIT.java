package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.docker.DockerDaemon;
import rtm.docker.state.HostStateFolders;
import rtm.domain.model.ContainerId;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.MemorySize;
import rtm.domain.model.OperationId;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.testkit.server.DockerHost;

/** What the adapter makes of a container, as Docker itself tells it. */
class DockerContainerIT {

    private static final OperationId OPERATION =
            new OperationId(UUID.fromString("4f9d1f0e-1111-4222-8333-444455556666"));

    @TempDir static Path folder;

    private static DockerHost host;
    private static DockerDaemon daemon;

    @BeforeAll
    static void connect() {
        host = DockerHost.connect();
        daemon = DockerDaemon.open(Engines.settings(host, folder));
    }

    @AfterAll
    static void disconnect() {
        daemon.close();
        host.close();
    }

    @Test
    void aContainerIsWhatTheContractSays() throws IOException {
        GameId game = game("made");
        InspectContainerResponse made = host.inspect(daemon.create(spec(game, Engines.OK)));

        assertThat(made.getName()).isEqualTo("/" + game.containerName());
        ContainerConfig config = made.getConfig();
        assertThat(config.getHostName()).isEqualTo(game.containerName());
        assertThat(config.getImage()).isEqualTo(Engines.OK.value());
        assertThat(config.getEnv()).contains("GAME_STATE_PATH=/var/lib/galaxy-game");
        assertThat(config.getLabels())
                .containsAllEntriesOf(
                        Map.of(
                                "com.galaxy.owner",
                                "rtmanager",
                                "com.galaxy.game_id",
                                game.value(),
                                "com.galaxy.kind",
                                "game-engine",
                                "com.galaxy.engine_image_ref",
                                Engines.OK.value(),
                                "com.galaxy.started_at_ms",
                                "1777360734123",
                                "com.galaxy.database_id",
                                new UUID(0, 3).toString(),
                                "com.galaxy.operation_id",
                                OPERATION.toString()));
        assertThat(made.getNetworkSettings().getNetworks()).containsOnlyKeys(host.network());
    }

    @Test
    void aContainerMayUseWhatItWasGivenAndNoMore() throws IOException {
        HostConfig config =
                host.inspect(daemon.create(spec(game("limits"), Engines.OK))).getHostConfig();

        assertThat(config.getMemory()).isEqualTo(64L << 20);
        assertThat(config.getMemorySwap()).isEqualTo(64L << 20);
        assertThat(config.getNanoCPUs()).isEqualTo(500_000_000L);
        assertThat(config.getPidsLimit()).isEqualTo(64L);
        assertThat(config.getNetworkMode()).isEqualTo(host.network());
        assertThat(config.getSecurityOpts()).containsExactly("no-new-privileges");
        assertThat(config.getRestartPolicy()).hasToString("no");
        assertThat(config.getPrivileged()).isFalse();
        assertThat(config.getPublishAllPorts()).isFalse();
        assertThat(config.getPortBindings()).isNull();
        assertThat(config.getInit()).isFalse();
        assertThat(config.getAutoRemove()).isFalse();
        assertThat(config.getLogConfig().getType().getType()).isEqualTo("json-file");
    }

    @Test
    void theStateFolderIsMountedForWriting() throws IOException {
        GameId game = game("mount");
        assertThat(host.inspect(daemon.create(spec(game, Engines.OK))).getMounts())
                .singleElement()
                .satisfies(mount -> {
                    assertThat(mount.getSource())
                            .isEqualTo(folder.resolve(game.value()).toString());
                    assertThat(java.util.Objects.requireNonNull(mount.getDestination()).getPath())
                            .isEqualTo("/var/lib/galaxy-game");
                    assertThat(mount.getRW()).isTrue();
                });
    }

    @Test
    void aStateFolderThatIsMissingIsRefusedAndNotMadeByDocker() throws IOException {
        GameId game = game("missing");
        EngineSpec spec = spec(game, Engines.OK);
        Files.delete(folder.resolve(game.value()));
        assertThatThrownBy(() -> daemon.create(spec))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("bind source path does not exist");
        assertThat(folder.resolve(game.value())).doesNotExist();
    }

    @Test
    void theConfiguredLogDriverAndItsOptionsAreUsed() throws IOException {
        try (DockerDaemon local = withLogDriver("local")) {
            HostConfig config =
                    host.inspect(local.create(spec(game("log"), Engines.OK))).getHostConfig();
            assertThat(config.getLogConfig().getType().getType()).isEqualTo("local");
            assertThat(config.getLogConfig().getConfig()).containsEntry("max-size", "1m");
        }
    }

    @Test
    void aLogDriverThatDockerLacksIsRefusedByItsName() throws IOException {
        try (DockerDaemon strange = withLogDriver("of-a-plugin")) {
            EngineSpec spec = spec(game("plugin"), Engines.OK);
            assertThatThrownBy(() -> strange.create(spec))
                    .isInstanceOf(DaemonRefusedException.class)
                    .hasMessageContaining("of-a-plugin");
        }
    }

    @Test
    void anEngineThatIgnoresItsSignalGetsItsGraceAndThenDies() throws IOException {
        ContainerId id = daemon.create(spec(game("stubborn"), Engines.STUBBORN));
        daemon.start(id);
        await().ignoreExceptions().until(() -> answers(id));
        long begun = System.nanoTime();
        daemon.stop(id, Duration.ofSeconds(2));
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
        assertThat(host.inspect(id).getState().getExitCodeLong()).isEqualTo(137);
    }

    private static boolean answers(ContainerId id) throws IOException {
        try (Socket socket = new Socket(host.address(id), 8080)) {
            return socket.isConnected();
        }
    }

    @Test
    void theEngineKnowsItsId() {
        assertThat(daemon.daemonId())
                .isEqualTo(host.client().infoCmd().exec().getId())
                .isNotBlank();
    }

    @Test
    void dockersDefaultBridgeIsNoNetworkForEngines() {
        assertThatThrownBy(() -> open("bridge"))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("Docker's default bridge")
                .hasMessageContaining("use a user-defined network");
    }

    @Test
    void theHostsNetworkIsNoNetworkForEngines() {
        assertThatThrownBy(() -> open("host"))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("is not a bridge network");
    }

    @Test
    void aMissingNetworkIsNamedWithWhatToDo() {
        assertThatThrownBy(() -> open("rtm-no-such-network"))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessage(
                        "docker network: network rtm-no-such-network does not exist: create it with"
                                + " \"docker network create rtm-no-such-network\"");
    }

    private static DockerDaemon open(String network) {
        return DockerDaemon.open(
                Engines.settings(
                        host.uri(), network, folder, Optional.empty(), Duration.ofMinutes(1)));
    }

    private static DockerDaemon withLogDriver(String driver) {
        return DockerDaemon.open(
                Engines.settings(
                        host.uri(),
                        host.network(),
                        folder,
                        Optional.of(driver),
                        Duration.ofMinutes(1)));
    }

    private static GameId game(String what) {
        return new GameId("it-" + host.run() + "-" + what);
    }

    private static EngineSpec spec(GameId game, ImageReference image) throws IOException {
        return new EngineSpec(
                game,
                image,
                new EngineLimits(new CpuQuota(500_000_000), new MemorySize(64L << 20), 64),
                new HostStateFolders(Engines.stateFolders(folder)).prepare(game),
                OPERATION,
                new UUID(0, 3),
                Instant.parse("2026-04-28T07:18:54.123Z"));
    }
}
