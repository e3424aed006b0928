package rtm.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.RawAnswer;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineAddress;

/** Finds an engine's address on the engines' network. */
final class EngineAddresses {

    /** Every engine serves on this port of its container; it is part of the contract. */
    private static final int ENGINE_PORT = 8080;

    private final DockerCalls calls;
    private final String network;

    EngineAddresses(DockerCalls calls, String network) {
        this.calls = calls;
        this.network = network;
    }

    Optional<EngineAddress> of(ContainerId id) {
        return calls.question(
                "inspect container",
                calls.deadlines().inspect(),
                docker -> RawAnswer.container(docker, id).flatMap(this::address));
    }

    /** Docker writes an empty text for a missing address. */
    private Optional<EngineAddress> address(JsonNode container) {
        JsonNode attached = Inspections.attached(container, network);
        return Stream.of("IPAddress", "GlobalIPv6Address")
                .map(kind -> attached.path(kind).asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(host -> new EngineAddress(host, ENGINE_PORT));
    }
}
