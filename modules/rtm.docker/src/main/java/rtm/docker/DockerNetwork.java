package rtm.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import java.util.Optional;
import rtm.docker.api.Deadlines;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerConnection;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.DependencyCheck;

/**
 * Checks that the configured network exists and is a user-defined bridge, on which containers have
 * names.
 */
final class DockerNetwork implements DependencyCheck {

    private final DockerCalls calls;
    private final String name;

    DockerNetwork(DockerCalls calls, String name) {
        this.calls = calls;
        this.name = name;
    }

    @Override
    public Dependency dependency() {
        return Dependency.DOCKER_NETWORK;
    }

    @Override
    public void check() {
        Network network =
                calls.ask("inspect network", Deadlines.NETWORK, this::find)
                        .orElseThrow(() ->
                                unusable(
                                        "network %1$s does not exist: create it with \"docker"
                                                + " network create %1$s\""));
        if (!"bridge".equals(network.getDriver())) {
            throw unusable("network %1$s is not a bridge network: use one that is");
        }
        if ("bridge".equals(network.getName())) {
            throw unusable(
                    "network %1$s is Docker's default bridge, on which containers"
                            + " have no names: use a user-defined network");
        }
    }

    /** Docker also accepts the start of an ID in place of a name. */
    private Optional<Network> find(DockerConnection docker) {
        try {
            return Optional.of(docker.client().inspectNetworkCmd().withNetworkId(name).exec())
                    .filter(network -> name.equals(network.getName()));
        } catch (NotFoundException _) {
            return Optional.empty();
        }
    }

    private DependencyUnavailableException unusable(String sentence) {
        return new DependencyUnavailableException(
                Dependency.DOCKER_NETWORK, sentence.formatted(name), null);
    }
}
