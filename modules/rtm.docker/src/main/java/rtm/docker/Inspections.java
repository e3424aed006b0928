package rtm.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.NetworkSettings;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.ContainerId;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;

/** Looks at one container in full. */
final class Inspections {

    private final DockerCalls calls;
    private final ContainerStates states;
    private final String network;
    private final String stateMount;

    Inspections(DockerCalls calls, ContainerStates states, DockerSettings settings) {
        this.calls = calls;
        this.states = states;
        this.network = settings.network();
        this.stateMount = settings.engineStateMountPath();
    }

    /** All that Docker knows of it; empty when it is gone. */
    Optional<InspectedContainer> of(ContainerId id) {
        return calls.ask(
                "inspect container",
                Deadlines.INSPECT,
                docker -> {
                    try {
                        return Optional.of(
                                inspected(docker.client().inspectContainerCmd(id.value()).exec()));
                    } catch (NotFoundException _) {
                        return Optional.<InspectedContainer>empty();
                    }
                });
    }

    private InspectedContainer inspected(InspectContainerResponse found) {
        Optional<ContainerState> state = Optional.ofNullable(found.getState());
        return new InspectedContainer(
                listed(found, state.map(ContainerState::getStatus).orElse("")),
                state.map(ContainerState::getExitCodeLong).map(Long::intValue).orElse(0),
                state.map(ContainerState::getOOMKilled).orElse(false),
                Optional.ofNullable(found.getRestartCount()).orElse(0),
                state.map(ContainerState::getHealth).map(HealthState::getStatus).orElse(""),
                address(found),
                statePath(found),
                state.map(ContainerState::getStartedAt).flatMap(Inspections::time));
    }

    private ObservedContainer listed(InspectContainerResponse found, @Nullable String state) {
        Optional<ContainerConfig> config = Optional.ofNullable(found.getConfig());
        String name = Optional.ofNullable(found.getName()).orElse("");
        return new ObservedContainer(
                new ContainerId(found.getId()),
                name.startsWith("/") ? name.substring(1) : name,
                config.map(ContainerConfig::getImage).orElse(""),
                states.of(state == null ? "" : state),
                config.map(ContainerConfig::getLabels).orElse(Map.of()));
    }

    private Optional<String> address(InspectContainerResponse found) {
        return Optional.ofNullable(found.getNetworkSettings())
                .map(NetworkSettings::getNetworks)
                .map(networks -> networks.get(network))
                .map(ContainerNetwork::getIpAddress)
                .filter(address -> !address.isEmpty());
    }

    private Optional<String> statePath(InspectContainerResponse found) {
        return Optional.ofNullable(found.getMounts()).orElse(List.of()).stream()
                .filter(mount ->
                        mount.getDestination() != null
                                && stateMount.equals(mount.getDestination().getPath()))
                .map(InspectContainerResponse.Mount::getSource)
                .filter(source -> source != null && !source.isEmpty())
                .findFirst();
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant())
                    .filter(time -> time.isAfter(Instant.EPOCH));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
