package rtm.docker.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;

/**
 * Answers of Docker as trees of JSON. The client's own types have a hundred fields each, and few of
 * them are needed here. To register these types with the parser costs a boot more than the call
 * itself; to fill them costs more than everything else in a round over many containers.
 */
public final class RawAnswer {

    private RawAnswer() {}

    /**
     * Asks what the daemon reports about itself, and waits for the answer.
     *
     * @throws DockerException if Docker refuses
     */
    public static JsonNode daemon(DockerConnection docker) {
        try {
            return get(docker, "/info");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Inspects a container and waits for the answer; empty if the container does not exist.
     *
     * @throws DockerException if Docker refuses
     * @throws DependencyUnavailableException if the answer is unreadable; this concerns only this
     *     container
     */
    public static Optional<JsonNode> container(DockerConnection docker, ContainerId id) {
        try {
            Optional<JsonNode> found = find(docker, "/containers/" + id + "/json");
            if (found.isPresent()) {
                requireContainer(id, found.orElseThrow());
            }
            return found;
        } catch (UnreadableAnswerException unreadable) {
            throw new DependencyUnavailableException(
                    Dependency.DOCKER,
                    "its answer about container %s is unreadable: %s"
                            .formatted(id, unreadable.getMessage()),
                    unreadable);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Asks what a container uses, and waits for two looks of Docker; empty if it does not exist.
     *
     * @throws DockerException if Docker refuses
     */
    public static Optional<JsonNode> usage(DockerConnection docker, ContainerId id) {
        try {
            return find(docker, "/containers/" + id + "/stats?stream=false");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Without these, a state would be concluded from what Docker did not say. */
    private static void requireContainer(ContainerId id, JsonNode found)
            throws UnreadableAnswerException {
        if (!found.path("Id").asText("").startsWith(id.value())) {
            throw new UnreadableAnswerException("it does not have that id", null);
        }
        StateClaims.require(found.path("State"));
        if (!found.path("Config").isObject()) {
            throw new UnreadableAnswerException("it has no configuration", null);
        }
    }

    /** The same as {@link #get}; empty if there is no such object. */
    public static Optional<JsonNode> find(DockerConnection docker, String path) throws IOException {
        try {
            return Optional.of(get(docker, path));
        } catch (DockerException refusal) {
            if (refusal.getHttpStatus() == 404) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /**
     * Asks for an object by its path, and waits for the answer.
     *
     * @throws DockerException if Docker refuses
     */
    public static JsonNode get(DockerConnection docker, String path) throws IOException {
        return AnswerObject.of(docker.get(path));
    }
}
