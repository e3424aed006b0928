package rtm.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.RawAnswer;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;

/** Inspects one container. */
final class Inspections {

    private static final int MOST_ADDRESSES = 64;

    /** An IPv6 address with a zone; a longer text is none. */
    private static final int LONGEST_ADDRESS = 64;

    private final DockerCalls calls;
    private final ContainerStates states;
    private final String stateMount;
    private final String network;

    Inspections(DockerCalls calls, ContainerStates states, DockerSettings settings) {
        this.calls = calls;
        this.states = states;
        this.stateMount = settings.engineStateMountPath();
        this.network = settings.network();
    }

    /** The state of a container; empty if it does not exist. */
    Optional<InspectedContainer> of(ContainerId id) {
        return calls.question(
                "inspect container",
                calls.deadlines().inspect(),
                docker -> RawAnswer.container(docker, id).map(found -> inspected(id, found)));
    }

    /** What shows whether a change happened; empty if the container does not exist. */
    Optional<ChangeEvidence> evidence(ContainerId id, Duration deadline) {
        return calls.question(
                "inspect container",
                deadline,
                docker ->
                        RawAnswer.container(docker, id)
                                .map(found ->
                                        ChangeEvidence.of(listed(id, found), found, place(found))));
    }

    /** How a container is attached to a network; a missing node if it is not. */
    static JsonNode attached(JsonNode container, String network) {
        return container.path("NetworkSettings").path("Networks").path(network);
    }

    private InspectedContainer inspected(ContainerId id, JsonNode found) {
        JsonNode state = found.path("State");
        return new InspectedContainer(
                listed(id, found),
                state.path("ExitCode").asInt(),
                state.path("OOMKilled").asBoolean(),
                found.path("RestartCount").asInt(),
                state.path("Health").path("Status").asText(""),
                addresses(found),
                place(found),
                statePath(found),
                time(state.path("StartedAt").asText("")),
                time(state.path("FinishedAt").asText("")));
    }

    /** The part that lists have too. */
    ObservedContainer listed(ContainerId id, JsonNode found) {
        JsonNode config = found.path("Config");
        Map<String, String> labels = new HashMap<>();
        ListedContainers.LABELS.forEach(key -> {
            JsonNode value = config.path("Labels").path(key);
            if (value.isTextual()) {
                labels.put(key, value.textValue());
            }
        });
        String name = found.path("Name").asText("");
        return new ObservedContainer(
                id,
                name.startsWith("/") ? name.substring(1) : name,
                config.path("Image").asText(""),
                states.of(found.path("State").path("Status").asText("")),
                labels,
                isAttached(found));
    }

    private boolean isAttached(JsonNode container) {
        return !container.path("NetworkSettings").path("Networks").isObject()
                || attached(container, network).isObject();
    }

    /** On all networks, since a person may have attached it to another one. */
    private static List<String> addresses(JsonNode found) {
        return found.path("NetworkSettings")
                .path("Networks")
                .valueStream()
                .flatMap(network ->
                        Stream.of("IPAddress", "GlobalIPv6Address")
                                .flatMap(kind -> text(network.path(kind)).stream()))
                .limit(MOST_ADDRESSES)
                .toList();
    }

    /** Docker writes 0 for memory without a limit. */
    private EnginePlace place(JsonNode found) {
        long memory = found.path("HostConfig").path("Memory").asLong();
        return new EnginePlace(
                memory > 0 ? Optional.of(memory) : Optional.empty(),
                address(found, network).filter(text -> text.length() <= LONGEST_ADDRESS));
    }

    /** The address on a network; Docker writes an empty text for a missing one. */
    static Optional<String> address(JsonNode container, String network) {
        JsonNode attached = attached(container, network);
        return Stream.of("IPAddress", "GlobalIPv6Address")
                .flatMap(kind -> text(attached.path(kind)).stream())
                .findFirst();
    }

    private Optional<String> statePath(JsonNode found) {
        return found.path("Mounts")
                .valueStream()
                .filter(mount -> stateMount.equals(mount.path("Destination").asText("")))
                .flatMap(mount -> text(mount.path("Source")).stream())
                .findFirst();
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node.asText("")).filter(text -> !text.isEmpty());
    }

    /** A time as Docker writes it; empty if it is none, or the one that stands for never. */
    static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant())
                    .filter(time -> time.isAfter(Instant.EPOCH));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
