package rtm.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerConnection;
import rtm.docker.api.RawAnswer;
import rtm.docker.api.UnreadableAnswerException;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.DependencyCheck;

/**
 * Checks that the configured network exists and is a user-defined bridge, on which containers have
 * names.
 */
final class DockerNetwork implements DependencyCheck {

    /** An option of Docker 27 and later. */
    private static final String MODE = "com.docker.network.bridge.gateway_mode_ipv4";

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
        check(calls.deadlines().network());
    }

    /** Whether this host has no address in the network, so that no engine can be probed. */
    boolean isIsolated() {
        return "isolated"
                .equals(network(calls.deadlines().network()).path("Options").path(MODE).asText(""));
    }

    /** The ranges that engines get their addresses from, such as {@code 10.99.1.0/24}. */
    List<String> subnets() {
        List<String> subnets = new ArrayList<>();
        network(calls.deadlines().network())
                .path("IPAM")
                .path("Config")
                .forEach(range -> subnets.add(range.path("Subnet").asText("")));
        return subnets.stream().filter(subnet -> !subnet.isEmpty()).toList();
    }

    private JsonNode network(Duration deadline) {
        return calls.question("inspect network", deadline, this::find)
                .orElseThrow(() ->
                        unusable(
                                "network %1$s does not exist: create it with \"docker"
                                        + " network create %1$s\""));
    }

    /** The same with another deadline. */
    void check(Duration deadline) {
        JsonNode network = network(deadline);
        if (!"bridge".equals(network.path("Driver").asText(""))) {
            throw unusable("network %1$s is not a bridge network: use one that is");
        }
        if ("bridge".equals(network.path("Name").asText(""))) {
            throw unusable(
                    "network %1$s is Docker's default bridge, on which containers"
                            + " have no names: use a user-defined network");
        }
    }

    /**
     * Docker also accepts the start of an ID in place of a name. An answer without a name or an ID
     * says nothing about the network.
     */
    private Optional<JsonNode> find(DockerConnection docker) {
        String path =
                "/networks/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        try {
            Optional<JsonNode> found = RawAnswer.find(docker, path);
            if (found.isPresent() && !isNetwork(found.orElseThrow())) {
                throw new UnreadableAnswerException(
                        "its answer about network %s has no name or no id".formatted(name), null);
            }
            return found.filter(network -> name.equals(network.path("Name").asText()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isNetwork(JsonNode answer) {
        return !answer.path("Name").asText("").isEmpty() && !answer.path("Id").asText("").isEmpty();
    }

    private DependencyUnavailableException unusable(String sentence) {
        return new DependencyUnavailableException(
                Dependency.DOCKER_NETWORK, sentence.formatted(name), null);
    }
}
