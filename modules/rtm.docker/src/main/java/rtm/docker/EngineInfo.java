package rtm.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What the engine says of itself. Only its id is read: the client's own type for the answer has a
 * hundred fields, and making it known to the parser would cost every start more than the call.
 */
final class EngineInfo {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EngineInfo() {}

    /** The engine's id; empty if it tells none. Blocks like any call. */
    static String id(DockerConnection docker) {
        Request request =
                Request.builder()
                        .method(Request.Method.GET)
                        .path(docker.versioned("/info"))
                        .build();
        try (Response response = docker.transport().execute(request)) {
            if (response.getStatusCode() != 200) {
                throw refusal(response);
            }
            return JSON.readTree(response.getBody()).path("ID").asText();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static DockerException refusal(Response response) throws IOException {
        String body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
        return response.getStatusCode() == 400
                ? new BadRequestException(body)
                : new DockerException(body, response.getStatusCode());
    }
}
