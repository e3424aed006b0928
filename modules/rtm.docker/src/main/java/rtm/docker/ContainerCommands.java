package rtm.docker;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import rtm.docker.api.Deadlines;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerMessages;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineSpec;

/** Creates containers, and changes them by their ids. */
final class ContainerCommands {

    private final DockerCalls calls;
    private final ConfirmedChanges changes;
    private final EngineContainer template;
    private final Semaphore turns;

    ContainerCommands(DockerCalls calls, Inspections inspections, DockerSettings settings) {
        this.calls = calls;
        this.changes = new ConfirmedChanges(calls, inspections);
        this.template = new EngineContainer(settings);
        this.turns = new Semaphore(settings.maxConcurrentStarts(), true);
    }

    ContainerId create(EngineSpec spec) {
        return calls.ask(
                "create container", Deadlines.CREATE, docker -> template.create(docker, spec));
    }

    /** Limits parallel starts: Docker is fastest with a few at a time. */
    void start(ContainerId id) {
        awaitTurn();
        try {
            changes.make(id, new Change.Start(changes.look(id)));
        } finally {
            turns.release();
        }
    }

    void stop(ContainerId id, Duration grace) {
        changes.make(id, new Change.Stop(grace));
    }

    void remove(ContainerId id) {
        changes.make(id, new Change.Remove());
    }

    void rename(ContainerId id, String name) {
        changes.make(id, new Change.Rename(name));
    }

    private void awaitTurn() {
        Duration longest = Deadlines.TURN_TO_START;
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
