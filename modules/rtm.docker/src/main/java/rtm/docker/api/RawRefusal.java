package rtm.docker.api;

import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A refusal of Docker in an answer that is read here and not by docker-java. */
public final class RawRefusal {

    /** How many bytes of a message are kept, even if something else answers in Docker's place. */
    private static final int LONGEST = 64 * 1024;

    /** The lowest status that says that a request was refused. */
    public static final int LOWEST = 400;

    private RawRefusal() {}

    /**
     * The exception that docker-java would throw, so that {@link ApiVersion#isRefusedBy} recognizes
     * a refused API version.
     *
     * @throws UnreadableAnswerException if the status does not say that it is a refusal
     */
    public static DockerException of(Response response) throws IOException {
        String body = new String(response.getBody().readNBytes(LONGEST), StandardCharsets.UTF_8);
        int status = response.getStatusCode();
        if (status < LOWEST) {
            throw new UnreadableAnswerException("its status is " + status, null);
        }
        return status == 400 ? new BadRequestException(body) : new DockerException(body, status);
    }
}
