package rtm.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerMessages;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.ContainerDaemon.NotMadeException;
import rtm.domain.time.Deadline;
import rtm.domain.time.Durations;

/**
 * Changes a container, then inspects it until the change shows. Docker's answer proves nothing: it
 * may refuse a stop that happens a moment later, or say "already stopped" about a running
 * container. A list proves nothing either: some versions answer a stop before their list shows it.
 */
final class ConfirmedChanges {

    private static final Log LOG = Log.of(ConfirmedChanges.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final DockerCalls calls;
    private final Inspections inspections;

    ConfirmedChanges(DockerCalls calls, Inspections inspections) {
        this.calls = calls;
        this.inspections = inspections;
    }

    /** Inspects a container; empty if it does not exist. */
    Optional<ChangeEvidence> look(ContainerId id) {
        return inspections.evidence(id, calls.deadlines().inspect());
    }

    /**
     * Requests a change and returns when an inspection shows it.
     *
     * @return what it shows; empty if the container does not exist
     * @throws DaemonRefusedException if Docker refused it and it did not happen
     * @throws DependencyUnavailableException if Docker does not answer, refuses for a temporary
     *     reason, or accepts the change but does not show it in time
     */
    Optional<ChangeEvidence> make(ContainerId id, Change change) {
        return make(id, change, change.deadline(calls.deadlines()));
    }

    /**
     * The same, with a shorter time for the inspections.
     *
     * @param longest how long to inspect after Docker's answer
     */
    Optional<ChangeEvidence> make(ContainerId id, Change change, Duration longest) {
        Deadline deadline = Deadline.in(change.deadline(calls.deadlines()));
        Request request = ask(id, change, deadline, longest);
        Duration pause = FIRST_PAUSE;
        while (true) {
            Optional<ChangeEvidence> seen = look(id, change, request.refusal(), deadline);
            switch (change.judge(seen, request.status())) {
                case DONE -> {
                    request.refusal().ifPresent(refused -> report(id, change, refused));
                    return seen;
                }
                case NEVER -> throw failure(id, change, request.refusal(), seen);
                case PENDING -> {
                    if (request.patience().past()) {
                        throw failure(id, change, request.refusal(), seen);
                    }
                    if (request.again().filter(Deadline::past).isPresent()) {
                        request = ask(id, change, deadline, longest);
                        pause = FIRST_PAUSE;
                    }
                }
            }
            LockSupport.parkNanos(Durations.shorter(pause, request.patience().left()).toNanos());
            pause = Durations.shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    /**
     * A request for a change that was answered.
     *
     * @param refusal the answer, if it is not a success
     * @param patience how long to inspect
     * @param again when to ask again; empty if never
     */
    private record Request(Optional<Refusal> refusal, Deadline patience, Optional<Deadline> again) {

        int status() {
            return refusal.map(Refusal::status).orElse(Change.ACCEPTED);
        }
    }

    private Request ask(ContainerId id, Change change, Deadline deadline, Duration longest) {
        Optional<Refusal> refusal = refusal(id, change, deadline);
        int status = refusal.map(Refusal::status).orElse(Change.ACCEPTED);
        Duration usual =
                Durations.shorter(change.patience(status, calls.deadlines()), deadline.left());
        return new Request(
                refusal,
                Deadline.in(Durations.shorter(usual, longest)),
                refusal.flatMap(_ -> change.pauseBeforeAskingAgain(status, calls.deadlines()))
                        .map(Deadline::in));
    }

    /**
     * An answer of Docker that is not a success.
     *
     * @param status of the answer
     * @param failure as the port reports it
     */
    private record Refusal(int status, RuntimeException failure) {}

    private Optional<Refusal> refusal(ContainerId id, Change change, Deadline deadline) {
        try {
            calls.run(change.what(), deadline.left(), docker -> change.request(docker, id));
            return Optional.empty();
        } catch (DaemonRefusedException | DependencyUnavailableException failed) {
            if (failed.getCause() instanceof DockerException answer) {
                return Optional.of(new Refusal(answer.getHttpStatus(), failed));
            }
            throw failed;
        }
    }

    /** Inspects at least once, even if waiting for the answer used up the deadline. */
    private Optional<ChangeEvidence> look(
            ContainerId id, Change change, Optional<Refusal> refusal, Deadline deadline) {
        Duration longest = Durations.shorter(deadline.left(), calls.deadlines().inspect());
        try {
            return inspections.evidence(
                    id, longest.compareTo(LONGEST_PAUSE) < 0 ? LONGEST_PAUSE : longest);
        } catch (DependencyUnavailableException | DaemonRefusedException unseen) {
            throw unavailable(
                    "cannot find out whether it happened (%s)%s: %s"
                            .formatted(
                                    change.what(),
                                    refusal.map(each -> ", Docker answered " + words(each) + ";")
                                            .orElse(""),
                                    DockerMessages.oneLine(String.valueOf(unseen.getMessage()))),
                    unseen);
        }
    }

    private static RuntimeException failure(
            ContainerId id,
            Change change,
            Optional<Refusal> refusal,
            Optional<ChangeEvidence> seen) {
        if (refusal.isPresent()) {
            return refusal.orElseThrow().failure();
        }
        if (seen.isEmpty()) {
            return new DaemonRefusedException(
                    "No such container: %s (%s)".formatted(id, change.what()), null);
        }
        ChangeEvidence now = seen.orElseThrow();
        return NotMadeException.outage(
                "accepted it (%s), but container %s is still %s (name %s)"
                        .formatted(change.what(), id, now.container().state().wire(), now.name()));
    }

    /** Not for a rename: Docker refuses it if the container already has the name. */
    private static void report(ContainerId id, Change change, Refusal refusal) {
        if (change instanceof Change.Rename) {
            return;
        }
        LOG.warn(
                "docker refused a change but made it",
                LogField.of("change", change.what()),
                LogField.of("container_id", id),
                LogField.of("error", words(refusal)));
    }

    private static String words(Refusal refusal) {
        return DockerMessages.oneLine(String.valueOf(refusal.failure().getMessage()));
    }

    private static DependencyUnavailableException unavailable(
            String words, @Nullable Throwable cause) {
        return new DependencyUnavailableException(Dependency.DOCKER, words, cause);
    }
}
