package rtm.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerMessages;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.time.Deadline;
import rtm.domain.time.Durations;

/** Creates containers, and changes them by their ids. */
final class ContainerCommands {

    private static final int SERVER_ERROR = 500;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final DockerCalls calls;
    private final ContainerLists lists;
    private final ConfirmedChanges changes;
    private final EngineContainer template;
    private final Semaphore turns;
    private final String network;

    ContainerCommands(
            DockerCalls calls,
            ContainerLists lists,
            Inspections inspections,
            DockerSettings settings) {
        this.calls = calls;
        this.lists = lists;
        this.changes = new ConfirmedChanges(calls, inspections);
        this.template = new EngineContainer(settings);
        this.turns = new Semaphore(settings.maxConcurrentStarts(), true);
        this.network = settings.network();
    }

    /**
     * Creates a container. A server error says that Docker failed, not that nothing was done; so
     * the container is looked for before the refusal counts.
     */
    ContainerId create(EngineSpec spec) {
        try {
            return calls.ask(
                    "create container",
                    calls.deadlines().create(),
                    docker -> template.create(docker, spec));
        } catch (DaemonRefusedException | DependencyUnavailableException failed) {
            if (failed.getCause() instanceof DockerException answer
                    && answer.getHttpStatus() >= SERVER_ERROR) {
                return created(spec).orElseThrow(() -> failed);
            }
            throw failed;
        }
    }

    private Optional<ContainerId> created(EngineSpec spec) {
        Deadline deadline = Deadline.in(calls.deadlines().lateCreation());
        while (true) {
            Optional<ContainerId> found =
                    lists.of(spec.gameId()).stream()
                            .filter(each -> each.madeBy(spec.operation()))
                            .map(ObservedContainer::id)
                            .findFirst();
            if (found.isPresent() || deadline.past()) {
                return found;
            }
            LockSupport.parkNanos(Durations.shorter(BETWEEN_LOOKS, deadline.left()).toNanos());
        }
    }

    /** Limits parallel starts: Docker is fastest with a few at a time. */
    Optional<Instant> start(ContainerId id) {
        awaitTurn();
        try {
            return changes.make(id, new Change.Start(changes.look(id)))
                    .flatMap(now -> Inspections.time(now.startedAt()));
        } finally {
            turns.release();
        }
    }

    void stop(ContainerId id, Duration grace) {
        changes.make(id, new Change.Stop(grace));
    }

    void remove(ContainerId id) {
        changes.make(id, new Change.Remove(true));
    }

    /** A conflict passes: the container runs after all, or it is being removed already. */
    void removeEnded(ContainerId id) {
        try {
            changes.make(id, new Change.Remove(false));
        } catch (DaemonRefusedException refused) {
            if (refused.getCause() instanceof DockerException answer
                    && answer.getHttpStatus() == Change.CONFLICT) {
                throw new DependencyUnavailableException(
                        Dependency.DOCKER, refused.text(), refused);
            }
            throw refused;
        }
    }

    void attach(ContainerId id) {
        changes.make(id, new Attachment(network));
    }

    void rename(ContainerId id, String name) {
        changes.make(id, new Change.Rename(name));
    }

    private void awaitTurn() {
        Duration longest = calls.deadlines().turnToStart();
        try {
            if (!turns.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                throw noTurn("busy with other starts for " + DockerMessages.say(longest), null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noTurn("start container was interrupted", e);
        }
    }

    private static DependencyUnavailableException noTurn(
            String words, @org.jspecify.annotations.Nullable Throwable cause) {
        return new DependencyUnavailableException(Dependency.DOCKER, words, cause);
    }
}
