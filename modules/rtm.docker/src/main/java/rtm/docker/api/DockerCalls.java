package rtm.docker.api;

import com.github.dockerjava.api.exception.BadRequestException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;

/**
 * Makes calls to Docker, each on a virtual thread of its own and with a deadline, since neither
 * docker-java nor a unix socket has one. Past its deadline a call's thread is interrupted, which
 * closes its connection and frees it.
 */
public final class DockerCalls implements AutoCloseable {

    private static final Log LOG = Log.of(DockerCalls.class);

    private final DockerConnection connection;
    private final CallTelemetry telemetry;
    private final Set<FutureTask<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public DockerCalls(DockerConnection connection, CallTelemetry telemetry) {
        this.connection = connection;
        this.telemetry = telemetry;
    }

    /** Makes a call and waits for its answer. */
    public <T> T ask(String what, Duration deadline, Function<DockerConnection, T> request) {
        return begin(what, deadline, request).await();
    }

    /** Makes a call without an answer, and waits until it is done. */
    public void tell(String what, Duration deadline, Consumer<DockerConnection> request) {
        ask(
                what,
                deadline,
                docker -> {
                    request.accept(docker);
                    return what;
                });
    }

    /** Makes a call; its deadline runs from now on. */
    public <T> PendingCall<T> begin(
            String what, Duration deadline, Function<DockerConnection, T> request) {
        return begin(what, deadline, request, telemetry.begin(what));
    }

    /** Makes a call that goes on for as long as it is wanted, and so is no measure of Docker. */
    public <T> PendingCall<T> follow(
            String what, Duration deadline, Function<DockerConnection, T> request) {
        return begin(what, deadline, request, CallTelemetry.UNSEEN);
    }

    private <T> PendingCall<T> begin(
            String what,
            Duration deadline,
            Function<DockerConnection, T> request,
            CallTelemetry.Call call) {
        DockerErrorMapper trouble = new DockerErrorMapper(what, connection.host());
        FutureTask<T> task =
                new FutureTask<>(() -> speaking(request)) {
                    @Override
                    protected void done() {
                        underWay.remove(this);
                        call.end(this);
                    }
                };
        underWay.add(task);
        if (closed) {
            task.cancel(true);
            throw trouble.unavailable("the connection is closed", null);
        }
        Thread.ofVirtual().name("docker-" + what.replace(' ', '-')).start(call.carried(task));
        return new PendingCall<>(task, trouble, deadline);
    }

    /** How many calls are under way. */
    int underWay() {
        return underWay.size();
    }

    /** An engine that was upgraded or taken back meanwhile may speak other versions than before. */
    private <T> T speaking(Function<DockerConnection, T> request) {
        try {
            return request.apply(connection);
        } catch (BadRequestException e) {
            if (!ApiVersion.isRefusedBy(e)) {
                throw e;
            }
            connection.negotiate();
            return request.apply(connection);
        }
    }

    /** Ends every call that is under way; later ones fail. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(task -> task.cancel(true));
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("docker connection did not close well", LogField.of("error", e.toString()));
        }
    }
}
