package rtm.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What the Docker engine says of itself. Read by name: the client's own type for the answer has a
 * hundred fields, and making it known to the parser would cost every start more than the call.
 *
 * @param id the ID by which it knows itself; it changes with the data root; empty if it tells none
 * @param version its version
 * @param liveRestore whether containers outlive the daemon
 * @param logDriver the log driver of containers that name none
 * @param dataRoot its folder for images and containers, on its own host
 */
public record EngineFacts(
        String id, String version, boolean liveRestore, String logDriver, String dataRoot) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Asks. Blocks like any call. */
    static EngineFacts of(DockerConnection docker) {
        Request request =
                Request.builder()
                        .method(Request.Method.GET)
                        .path(docker.versioned("/info"))
                        .build();
        try (Response response = docker.transport().execute(request)) {
            if (response.getStatusCode() != 200) {
                throw RawRefusal.of(response);
            }
            JsonNode info = JSON.readTree(response.getBody());
            return new EngineFacts(
                    info.path("ID").asText(),
                    info.path("ServerVersion").asText(),
                    info.path("LiveRestoreEnabled").asBoolean(),
                    info.path("LoggingDriver").asText(),
                    info.path("DockerRootDir").asText());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
