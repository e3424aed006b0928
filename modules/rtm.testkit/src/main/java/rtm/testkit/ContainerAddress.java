package rtm.testkit;

import java.util.Objects;
import org.testcontainers.containers.ContainerState;

/** The address of a container on Docker's own network, where all its ports are. */
final class ContainerAddress {

    private ContainerAddress() {}

    static String of(ContainerState container) {
        return Objects.requireNonNull(
                container
                        .getContainerInfo()
                        .getNetworkSettings()
                        .getNetworks()
                        .values()
                        .iterator()
                        .next()
                        .getIpAddress());
    }
}
