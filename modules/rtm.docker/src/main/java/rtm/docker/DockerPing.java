package rtm.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerConnection;
import rtm.docker.api.RawRefusal;
import rtm.domain.model.Dependency;
import rtm.domain.port.DependencyCheck;

/** Checks that Docker answers. */
record DockerPing(DockerCalls calls) implements DependencyCheck {

    @Override
    public Dependency dependency() {
        return Dependency.DOCKER;
    }

    @Override
    public void check() {
        answered();
    }

    /**
     * Pings Docker; returns the time of the answer by Docker's clock, if it has one.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it does not
     */
    Optional<Instant> answered() {
        return answered(calls.deadlines().ping());
    }

    /** The same with another deadline. */
    Optional<Instant> answered(Duration deadline) {
        return calls.question("ping", deadline, DockerPing::ask);
    }

    private static Optional<Instant> ask(DockerConnection docker) {
        try (Response response = docker.get("/_ping")) {
            if (response.getStatusCode() != 200) {
                throw RawRefusal.of(response);
            }
            return DaemonClock.time(response);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
