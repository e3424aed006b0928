package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerSettingsTest {

    private static final Path ROOT = Path.of("/var/lib/galaxy/games");

    @Test
    void theDefaultsAreThoseOfTheContract() {
        DockerSettings defaults = DockerSettings.of(ROOT);
        assertThat(defaults.host()).hasToString("unix:///var/run/docker.sock");
        assertThat(defaults.network()).isEqualTo("galaxy-net");
        assertThat(defaults.engineStateMountPath()).isEqualTo("/var/lib/galaxy-game");
        assertThat(defaults.engineStateEnvName()).isEqualTo("GAME_STATE_PATH");
        assertThat(defaults.imagePullTimeout()).hasMinutes(10);
        assertThat(defaults.imagePullStallTimeout()).hasMinutes(1);
        assertThat(defaults.maxConcurrentStarts()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:///run/d.sock", "tcp://127.0.0.1:2375", "tcp://docker.lan:2375"})
    void aHostIsASocketOrAnAddressWithAPort(String host) {
        assertThat(TestDockerSettings.of(URI.create(host), ROOT).host()).hasToString(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://docker.lan", "http://docker.lan:2375", "unix:x", "/run/d.sock"})
    void anyOtherHostIsRefused(String host) {
        assertThatThrownBy(() -> TestDockerSettings.of(URI.create(host), ROOT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the Docker host must be unix:///path or tcp://host:port");
    }

    @Test
    void aTimeoutOfZeroIsRefused() {
        assertThatThrownBy(() ->
                        TestDockerSettings.of(
                                DockerSettings.DEFAULT_HOST,
                                ROOT,
                                Duration.ZERO,
                                Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a pull's timeout must be positive");
    }
}
