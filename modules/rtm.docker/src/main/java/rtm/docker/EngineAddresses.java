package rtm.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.NetworkSettings;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineAddress;

/** Finds out under which address an engine answers on the engines' network. */
final class EngineAddresses {

    private final DockerCalls calls;
    private final String network;

    EngineAddresses(DockerCalls calls, String network) {
        this.calls = calls;
        this.network = network;
    }

    Optional<EngineAddress> of(ContainerId id) {
        return calls.ask(
                "inspect container", Deadlines.INSPECT, docker -> inspected(docker.client(), id));
    }

    private Optional<EngineAddress> inspected(DockerClient docker, ContainerId id) {
        try {
            return Optional.of(docker.inspectContainerCmd(id.value()).exec())
                    .map(InspectContainerResponse::getNetworkSettings)
                    .map(NetworkSettings::getNetworks)
                    .map(networks -> networks.get(network))
                    .flatMap(EngineAddresses::address);
        } catch (NotFoundException _) {
            return Optional.empty();
        }
    }

    /** Docker writes an empty text where there is none. */
    private static Optional<EngineAddress> address(ContainerNetwork attached) {
        return Optional.ofNullable(attached.getIpAddress())
                .filter(text -> !text.isEmpty())
                .or(() ->
                        Optional.ofNullable(attached.getGlobalIPv6Address())
                                .filter(text -> !text.isEmpty()))
                .map(EngineAddress::at);
    }
}
