package rtm.docker.api;

import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A refusal of Docker where its answer is read here and not by docker-java. */
public final class RawRefusal {

    /** Whatever answers in Docker's place, no more than this of it is kept. */
    private static final int LONGEST = 64 * 1024;

    private RawRefusal() {}

    /**
     * Docker's refusal as docker-java would throw it, so that one of the version of the API is
     * known as such.
     */
    public static DockerException of(Response response) throws IOException {
        String body = new String(response.getBody().readNBytes(LONGEST), StandardCharsets.UTF_8);
        int status = response.getStatusCode();
        return status == 400 ? new BadRequestException(body) : new DockerException(body, status);
    }
}
