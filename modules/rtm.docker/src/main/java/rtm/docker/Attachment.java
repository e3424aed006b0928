package rtm.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import rtm.docker.api.Deadlines;
import rtm.docker.api.DockerConnection;
import rtm.docker.api.DockerJson;
import rtm.docker.api.RawRefusal;
import rtm.domain.model.ContainerId;

/**
 * Attaches a container to a network, where its name resolves then.
 *
 * @param network the network's name
 */
record Attachment(String network) implements Change {

    @Override
    public String what() {
        return "attach container";
    }

    @Override
    public Duration deadline(Deadlines deadlines) {
        return deadlines.attach();
    }

    @Override
    public void request(DockerConnection docker, ContainerId id) {
        String path =
                "/networks/%s/connect"
                        .formatted(URLEncoder.encode(network, StandardCharsets.UTF_8));
        try (Response answer =
                docker.post(path, DockerJson.object().put("Container", id.value()))) {
            if (answer.getStatusCode() >= RawRefusal.LOWEST) {
                throw RawRefusal.of(answer);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Docker refuses it for a container that is attached already. */
    @Override
    public Progress judge(Optional<ChangeEvidence> seen, int status) {
        return Change.shown(seen, now -> now.container().attached(), status);
    }
}
