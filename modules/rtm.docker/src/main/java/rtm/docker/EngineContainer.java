package rtm.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import rtm.docker.api.AnswerObject;
import rtm.docker.api.DockerConnection;
import rtm.docker.api.DockerJson;
import rtm.docker.api.RawRefusal;
import rtm.docker.api.UnreadableAnswerException;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.Labels;

/**
 * Creates an engine's container from the shared settings and the engine's own specification. The
 * request is JSON written here: docker-java accepts a fixed list of log drivers, but a driver can
 * also be a plugin.
 */
final class EngineContainer {

    private static final int CREATED = 201;

    private final DockerSettings settings;

    EngineContainer(DockerSettings settings) {
        this.settings = settings;
    }

    /**
     * Creates the container and waits for the answer.
     *
     * @throws DockerException if Docker refuses
     */
    ContainerId create(DockerConnection docker, EngineSpec spec) {
        String path = "/containers/create?name=" + spec.gameId().containerName();
        try (Response response = docker.post(path, body(spec))) {
            if (response.getStatusCode() != CREATED) {
                throw RawRefusal.of(response);
            }
            String id = AnswerObject.object(response.getBody()).path("Id").asText("");
            if (id.isBlank()) {
                throw new UnreadableAnswerException("it has no id", null);
            }
            return new ContainerId(id);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private JsonNode body(EngineSpec spec) {
        ObjectNode body =
                DockerJson.object()
                        .put("Image", spec.image().value())
                        .put("Hostname", spec.gameId().containerName());
        body.putArray("Env")
                .add(settings.engineStateEnvName() + "=" + settings.engineStateMountPath());
        ObjectNode labels = texts(labels(spec));
        settings.node().ifPresent(node -> labels.put(Labels.NODE, node));
        body.set("Labels", labels);
        body.set("HostConfig", hostConfig(spec));
        return body;
    }

    /** The labels of its container. */
    static Map<String, String> labels(EngineSpec spec) {
        return Map.of(
                Labels.OWNER, Labels.OWNER_VALUE,
                Labels.GAME_ID, spec.gameId().value(),
                Labels.KIND, Labels.KIND_VALUE,
                Labels.ENGINE_IMAGE_REF, spec.image().value(),
                Labels.STARTED_AT_MS, Long.toString(spec.startedAt().toEpochMilli()),
                Labels.OPERATION_ID, spec.operation().toString(),
                Labels.DATABASE_ID, spec.database().toString());
    }

    private ObjectNode hostConfig(EngineSpec spec) {
        EngineLimits limits = spec.limits();
        long memory = limits.memory().bytes();
        ObjectNode config =
                DockerJson.object()
                        .put("NetworkMode", settings.network())
                        .put("Memory", memory)
                        // Memory and swap together: equal to the memory means no swap.
                        .put("MemorySwap", memory)
                        .put("NanoCpus", limits.cpu().nanos())
                        .put("PidsLimit", limits.pids())
                        // Explicit: a daemon can be configured to add an init process to each
                        // container.
                        .put("Init", false);
        // With an empty name Docker never restarts the container.
        config.putObject("RestartPolicy").put("Name", "");
        config.putArray("SecurityOpt").add("no-new-privileges");
        // A mount, not a bind: Docker creates the missing folder of a bind, as root.
        config.putArray("Mounts")
                .addObject()
                .put("Type", "bind")
                .put("Source", spec.statePath())
                .put("Target", settings.engineStateMountPath());
        if (settings.logDriver().isPresent() || !settings.logOptions().isEmpty()) {
            config.putObject("LogConfig")
                    .put("Type", settings.logDriver().orElse(""))
                    .set("Config", texts(settings.logOptions()));
        }
        return config;
    }

    private static ObjectNode texts(Map<String, String> texts) {
        ObjectNode object = DockerJson.object();
        texts.forEach(object::put);
        return object;
    }
}
