package rtm.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import rtm.domain.model.ContainerId;

/**
 * Answers of Docker that are read by name. The client's own types have a hundred fields each, of
 * which few are wanted here: to make them known to the parser costs a start more than the call, and
 * to fill them costs more than all else in a round over many containers.
 */
final class RawAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RawAnswer() {}

    /**
     * Asks for what the engine says of itself. Blocks like any call.
     *
     * @throws DockerException if it refuses
     */
    static JsonNode engine(DockerConnection docker) {
        return get(docker, "/info");
    }

    /**
     * Asks for all that is known of a container; empty when it is gone. Blocks like any call.
     *
     * @throws DockerException if Docker refuses
     */
    static Optional<JsonNode> container(DockerConnection docker, ContainerId id) {
        try {
            return Optional.of(get(docker, "/containers/" + id + "/json"));
        } catch (DockerException refusal) {
            if (refusal.getHttpStatus() == 404) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    private static JsonNode get(DockerConnection docker, String path) {
        try (Response response = docker.get(path)) {
            if (response.getStatusCode() != 200) {
                throw RawRefusal.of(response);
            }
            JsonNode answer = JSON.readTree(response.getBody());
            if (!answer.isObject()) {
                throw new IOException("the answer is no object");
            }
            return answer;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
