package rtm.docker.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.port.ContainerDaemon.EngineRefusedException;

/**
 * Answers of Docker that are read by name. The client's own types have a hundred fields each, of
 * which few are wanted here: to make them known to the parser costs a start more than the call, and
 * to fill them costs more than all else in a round over many containers.
 */
public final class RawAnswer {

    /** The most bytes of an answer once its strings are clipped. */
    public static final int LONGEST = 4 * 1024 * 1024;

    private RawAnswer() {}

    /**
     * Asks for what the engine says of itself. Blocks like any call.
     *
     * @throws DockerException if it refuses
     */
    public static JsonNode engine(DockerConnection docker) {
        try {
            return get(docker, "/info");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Asks for all that is known of a container; empty when it is gone. Blocks like any call.
     *
     * @throws DockerException if Docker refuses
     * @throws EngineRefusedException if what it says cannot be read; that is this container's own
     *     trouble and no other's
     */
    public static Optional<JsonNode> container(DockerConnection docker, ContainerId id) {
        try {
            return Optional.of(get(docker, "/containers/" + id + "/json"));
        } catch (DockerException refusal) {
            if (refusal.getHttpStatus() == 404) {
                return Optional.empty();
            }
            throw refusal;
        } catch (UnreadableAnswerException unreadable) {
            throw new EngineRefusedException(
                    "what Docker says of container %s cannot be read: %s"
                            .formatted(id, unreadable.getMessage()),
                    unreadable);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static JsonNode get(DockerConnection docker, String path) throws IOException {
        try (Response response = docker.get(path)) {
            if (response.getStatusCode() != 200) {
                throw RawRefusal.of(response);
            }
            return object(response.getBody());
        }
    }

    /**
     * Reads an answer that must be an object.
     *
     * @throws UnreadableAnswerException if it is none, or too long
     * @throws IOException if it breaks off
     */
    public static JsonNode object(InputStream body) throws IOException {
        byte[] text = new ClippedStrings(body).readNBytes(LONGEST + 1);
        if (text.length > LONGEST) {
            throw new UnreadableAnswerException(
                    "it is longer than %d MiB".formatted(LONGEST >> 20), null);
        }
        JsonNode answer;
        try {
            answer = DockerJson.read(text);
        } catch (JsonProcessingException e) {
            throw new UnreadableAnswerException(DockerMessages.oneLine(e.getOriginalMessage()), e);
        }
        if (!answer.isObject()) {
            throw new UnreadableAnswerException("it is no object", null);
        }
        return answer;
    }
}
