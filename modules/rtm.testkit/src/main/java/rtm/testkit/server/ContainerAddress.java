package rtm.testkit.server;

import java.util.Objects;
import org.testcontainers.containers.ContainerState;

/** The address of a container on Docker's own network, where all its ports are. */
public final class ContainerAddress {

    private ContainerAddress() {}

    public static String of(ContainerState container) {
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
