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
 * Asks whether the configured network is there, and of the kind on which engines find each other.
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
                                        "there is no network %1$s: create it with \"docker"
                                                + " network create %1$s\""));
        if (!"bridge".equals(network.getDriver())) {
            throw unusable("the network %1$s is no bridge network: name one that is");
        }
        if ("bridge".equals(network.getName())) {
            throw unusable(
                    "the network %1$s is Docker's default bridge, on which containers have no"
                            + " names: name a network of your own");
        }
    }

    /** Docker takes the beginning of an id for a name as well. */
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
