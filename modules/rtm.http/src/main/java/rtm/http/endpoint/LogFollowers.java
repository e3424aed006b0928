package rtm.http.endpoint;

import java.util.concurrent.Semaphore;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.OperationException;
import rtm.domain.port.ContainerOutput;
import rtm.http.message.EventSource;

/** Those who follow the output of an engine. Each costs a connection to Docker, so they are few. */
public final class LogFollowers {

    static final int MOST = 16;

    private final ContainerOutput output;
    private final Semaphore places = new Semaphore(MOST);

    public LogFollowers(ContainerOutput output) {
        this.output = output;
    }

    /**
     * One more follower; it gives its place back when its stream is closed.
     *
     * @throws OperationException {@code service_unavailable} if there are too many
     */
    EventSource follow(ContainerId container, int lines) {
        if (!places.tryAcquire()) {
            throw new OperationException(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "%d logs are followed already; close one or try again later".formatted(MOST));
        }
        return new FollowedLines(output, container, lines, places::release);
    }
}
