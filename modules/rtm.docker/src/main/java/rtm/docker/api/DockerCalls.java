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
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;

/**
 * Makes calls to Docker, each on its own virtual thread and with a deadline, since neither
 * docker-java nor a unix socket has one. After the deadline the thread is interrupted, which closes
 * the call's connection.
 */
public final class DockerCalls implements AutoCloseable {

    private static final Log LOG = Log.of(DockerCalls.class);

    private final DockerConnection connection;
    private final CallTelemetry telemetry;
    private final Deadlines deadlines;
    private final Set<FutureTask<?>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public DockerCalls(DockerConnection connection, CallTelemetry telemetry) {
        this(connection, telemetry, Deadlines.USUAL);
    }

    public DockerCalls(DockerConnection connection, CallTelemetry telemetry, Deadlines deadlines) {
        this.connection = connection;
        this.telemetry = telemetry;
        this.deadlines = deadlines;
    }

    /** How long the calls may take. */
    public Deadlines deadlines() {
        return deadlines;
    }

    /** Makes a call and waits for its answer. */
    public <T> T ask(String what, Duration deadline, Function<DockerConnection, T> request) {
        return start(what, deadline, request).await();
    }

    /**
     * Asks a question that cannot be wrong, so a refusal means that Docker does not work.
     *
     * @throws DependencyUnavailableException if Docker does not answer or refuses
     */
    public <T> T question(String what, Duration deadline, Function<DockerConnection, T> request) {
        return answer(what, start(what, deadline, request));
    }

    /**
     * Waits for the answer to such a question.
     *
     * @throws DependencyUnavailableException if Docker does not answer or refuses
     */
    public static <T> T answer(String what, PendingCall<T> question) {
        try {
            return question.await();
        } catch (DaemonRefusedException refused) {
            throw new DependencyUnavailableException(
                    Dependency.DOCKER,
                    "refuses it (%s): %s".formatted(what, refused.text()),
                    refused);
        }
    }

    /** Makes a call whose answer has no content, and waits until it has ended. */
    public void run(String what, Duration deadline, Consumer<DockerConnection> request) {
        ask(
                what,
                deadline,
                docker -> {
                    request.accept(docker);
                    return what;
                });
    }

    /** Starts a call; its deadline counts from now. */
    public <T> PendingCall<T> start(
            String what, Duration deadline, Function<DockerConnection, T> request) {
        return start(what, deadline, request, telemetry.start(what));
    }

    /** Starts a call that lasts as long as the caller needs it, so its duration is not measured. */
    public <T> PendingCall<T> follow(
            String what, Duration deadline, Function<DockerConnection, T> request) {
        return start(what, deadline, request, CallTelemetry.UNSEEN);
    }

    private <T> PendingCall<T> start(
            String what,
            Duration deadline,
            Function<DockerConnection, T> request,
            CallTelemetry.Call call) {
        DockerErrorMapper errors = new DockerErrorMapper(what, connection.host());
        FutureTask<T> task =
                new FutureTask<>(() -> withVersion(request)) {
                    @Override
                    protected void done() {
                        running.remove(this);
                        call.end(this);
                    }
                };
        running.add(task);
        if (closed) {
            task.cancel(true);
            throw errors.unavailable("the connection is closed", null);
        }
        Thread.ofVirtual().name("docker-" + what.replace(' ', '-')).start(call.carried(task));
        return new PendingCall<>(task, errors, deadline);
    }

    /** How many calls are running. */
    int running() {
        return running.size();
    }

    /** A daemon that was upgraded or downgraded may require another API version than before. */
    private <T> T withVersion(Function<DockerConnection, T> request) {
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

    /** Cancels running calls; later calls fail. */
    @Override
    public void close() {
        closed = true;
        running.forEach(task -> task.cancel(true));
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("docker connection could not be closed", LogField.of("error", e.toString()));
        }
    }
}
