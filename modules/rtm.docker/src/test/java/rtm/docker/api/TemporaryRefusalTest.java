package rtm.docker.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.DockerException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;

class TemporaryRefusalTest {

    /** The first six are what Docker 20.10 says while its containerd was killed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|transport is closing: unavailable",
                "500|connection closed: unavailable",
                "500|failed to retrieve spec: transport is closing: unavailable",
                "500|connection error: desc = \"transport: Error while dialing dial unix"
                        + " /run/containerd/containerd.sock: connect: connection refused\":"
                        + " unavailable",
                "500|task 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08:"
                        + " already exists",
                "500|failed to create task for container: task 9f86d081884c7d659a2feaa0c55ad015:"
                        + " already exists",
                "500|failed to create task for container: connection error: desc = \"transport:"
                        + " Error while dialing: dial unix /run/containerd/containerd.sock:"
                        + " connect: connection refused\": unavailable",
                "500|failed to create task for container: failed to start shim: context deadline"
                        + " exceeded: unknown",
                "500|context canceled",
                "500|rpc error: code = Unavailable desc = error reading from server: EOF",
                "500|failed to create shim task: ttrpc: closed: unknown",
                "500|failed to create shim: context canceled: unknown",
                "404|network galaxy-net not found",
                "500|failed to set up container networking: network galaxy-net not found",
                "500|no available IPv4 addresses on this network's address pools: galaxy-net (9f8)",
                "500|failed to create endpoint x on network y: adding interface veth1 to bridge br-1"
                        + " failed: exchange full",
                "500|devmapper: Thin Pool has 132 free data blocks which is less than minimum"
                        + " required 163840 free data blocks.",
                "503|this daemon is shutting down",
                "503|"
            })
    void aRequestThatMaySucceedAMomentLaterIsRefusedTemporarily(int status, String words) {
        assertThat(TemporaryRefusal.is(status, words == null ? "" : words)).isTrue();
    }

    /** The sentences of Docker 26.1.5 and 28.5.2, from their programs. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404|could not find a network matching network mode galaxy-net: network galaxy-net"
                        + " not found",
                "500|failed to set up container networking: network galaxy-net not found",
                "404|network galaxy-net not found",
                "500|no available IPv4 addresses on this network's address pools: galaxy-net (9f8)",
                "500|failed to set up container networking: no available IPv4 addresses on this"
                        + " network's address pools: galaxy-net (9f8)",
                "500|no available addresses on this pool",
                "500|could not find an available IP",
                "500|could not find an available, non-overlapping IPv4 address pool among the"
                        + " defaults to assign to the network",
                "500|all predefined address pools have been fully subnetted",
                "500|failed to create task for container: connection error: desc = \"transport:"
                        + " Error while dialing: dial unix /run/containerd/containerd.sock:"
                        + " connect: connection refused\": unavailable",
                "500|failed to create task for container: error reading from server: EOF:"
                        + " unavailable",
                "500|Could not mount \"/x\" to container while the daemon is shutting down"
            })
    void newerDockersSayItInOtherWords(int status, String words) {
        assertThat(TemporaryRefusal.is(status, words)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404|No such container: 9f86d081884c",
                "404|No such image: galaxy/game:1.4.0",
                "409|Conflict. The container name \"/galaxy-game-g\" is already in use by container",
                "400|OCI runtime create failed: exec: \"unavailable\": executable file not found",
                "400|invalid mount config for type \"bind\": bind source path does not exist: /x",
                "400|Minimum memory limit allowed is 6MB",
                "500|driver failed programming external connectivity: port is already allocated",
                "500|cannot stop container: 9f86: tried to kill container, but did not receive an"
                        + " exit event",
                "500|cannot stop container: 9f86: permission denied",
                "500|Get \"https://registry.example.org/v2/\": context deadline exceeded",
                "409|container 9f86: task 9f86: already exists",
                "500|write /var/lib/docker/x: no space left on device",
                "500|failed to create task for container: failed to mount rootfs: no space left on"
                        + " device: unknown",
                "500|disk quota exceeded",
                "500|words that nobody knows",
                "400|context canceled"
            })
    void aRequestThatNeedsACorrectionIsRefusedPermanently(int status, String words) {
        assertThat(TemporaryRefusal.is(status, words)).isFalse();
    }

    @Test
    void theCallerSeesAnOutageInDockersWordsOrARefusal() {
        assertThat(translated(500, "connection closed: unavailable"))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessage("docker: connection closed: unavailable");
        assertThat(translated(500, "port is already allocated"))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessage("port is already allocated");
    }

    private static RuntimeException translated(int status, String words) {
        return new DockerErrorMapper("start container", URI.create("unix:///run/docker.sock"))
                .translate(
                        new ExecutionException(
                                new DockerException("{\"message\":\"" + words + "\"}", status)));
    }
}
