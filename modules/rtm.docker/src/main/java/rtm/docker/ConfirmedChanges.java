package rtm.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import rtm.docker.api.Deadlines;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerMessages;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.EngineRefusedException;
import rtm.domain.time.Deadline;
import rtm.domain.time.Durations;

/**
 * Changes containers, and inspects each afterwards to see whether the change happened. An answer
 * proves nothing: Docker refuses a stop that happens a moment later, and says "stopped already" of
 * what runs. A list proves nothing either: some versions answer a stop before their list shows it.
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

    /** What a container is now; empty when it is gone. */
    Optional<ChangeEvidence> look(ContainerId id) {
        return inspections.sighting(id, Deadlines.INSPECT);
    }

    /**
     * Asks for a change and returns once an inspection shows it.
     *
     * @throws EngineRefusedException if Docker refused it and it did not happen
     * @throws DependencyUnavailableException if Docker cannot be asked, refused for a reason that
     *     passes by itself, or accepted it and does not show it in time
     */
    void make(ContainerId id, Change change) {
        make(id, change, change.deadline());
    }

    /**
     * The same, and looks no longer than that.
     *
     * @param longest how long after Docker's answer
     */
    void make(ContainerId id, Change change, Duration longest) {
        Deadline deadline = Deadline.in(change.deadline());
        Optional<Refusal> refusal = ask(id, change);
        int status = refusal.map(Refusal::status).orElse(Change.ACCEPTED);
        Duration usual = Durations.shorter(change.patience(status), deadline.left());
        Deadline patience = Deadline.in(Durations.shorter(usual, longest));
        Duration pause = FIRST_PAUSE;
        while (true) {
            Optional<ChangeEvidence> seen = look(id, change, refusal, deadline);
            switch (change.judge(seen, status)) {
                case DONE -> {
                    refusal.ifPresent(refused -> report(id, change, refused));
                    return;
                }
                case NEVER -> throw failure(id, change, refusal, seen);
                case PENDING -> {
                    if (patience.past()) {
                        throw failure(id, change, refusal, seen);
                    }
                }
            }
            LockSupport.parkNanos(Durations.shorter(pause, patience.left()).toNanos());
            pause = Durations.shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    /**
     * What Docker answered in place of a success.
     *
     * @param status of the answer
     * @param failure as the port reports it
     */
    private record Refusal(int status, RuntimeException failure) {}

    private Optional<Refusal> ask(ContainerId id, Change change) {
        try {
            calls.tell(
                    change.what(),
                    change.deadline(),
                    docker -> change.request(docker.client(), id));
            return Optional.empty();
        } catch (EngineRefusedException | DependencyUnavailableException failed) {
            if (failed.getCause() instanceof DockerException answer) {
                return Optional.of(new Refusal(answer.getHttpStatus(), failed));
            }
            throw failed;
        }
    }

    /** One look at least, even when the answer took all the time. */
    private Optional<ChangeEvidence> look(
            ContainerId id, Change change, Optional<Refusal> refusal, Deadline deadline) {
        Duration longest = Durations.shorter(deadline.left(), Deadlines.INSPECT);
        try {
            return inspections.sighting(
                    id, longest.compareTo(LONGEST_PAUSE) < 0 ? LONGEST_PAUSE : longest);
        } catch (DependencyUnavailableException | EngineRefusedException unseen) {
            throw unavailable(
                    "whether it happened (%s) is not known%s: %s"
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
            return new EngineRefusedException(
                    "No such container: %s (%s)".formatted(id, change.what()), null);
        }
        ChangeEvidence now = seen.orElseThrow();
        return unavailable(
                "accepted it (%s), but container %s is still %s (name %s)"
                        .formatted(change.what(), id, now.container().state().wire(), now.name()),
                null);
    }

    /** That a container has its new name already is no surprise. */
    private static void report(ContainerId id, Change change, Refusal refusal) {
        if (change instanceof Change.Rename) {
            return;
        }
        LOG.warn(
                "docker refused a change and made it all the same",
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
