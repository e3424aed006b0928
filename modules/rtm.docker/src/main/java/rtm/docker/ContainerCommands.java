package rtm.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerMessages;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.EngineStart;
import rtm.domain.model.Labels;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;

/** Creates containers, and changes them by their ids. */
final class ContainerCommands {

    private final DockerCalls calls;
    private final ConfirmedCreation creation;
    private final ConfirmedChanges changes;
    private final StartRefusals refusals;
    private final Semaphore turns;
    private final NewContainers made = new NewContainers();
    private final String network;

    ContainerCommands(
            DockerCalls calls,
            ContainerLists lists,
            Inspections inspections,
            StartRefusals refusals,
            DockerSettings settings) {
        this.calls = calls;
        this.refusals = refusals;
        this.creation = new ConfirmedCreation(calls, lists, inspections, settings);
        this.changes = new ConfirmedChanges(calls, inspections);
        this.turns = new Semaphore(settings.maxConcurrentStarts(), true);
        this.network = settings.network();
    }

    ContainerId create(EngineSpec spec) {
        ChangeEvidence created =
                refusals.watch(StartRefusals.Step.CREATE, spec.gameId(), () -> creation.make(spec));
        made.add(created);
        return created.container().id();
    }

    /**
     * Limits parallel starts: Docker is fastest with a few at a time. The inspection of a creation
     * just before is the look before the start.
     */
    EngineStart start(ContainerId id) {
        awaitTurn();
        try {
            Optional<ChangeEvidence> known = made.take(id);
            return refusals.watch(
                    StartRefusals.Step.START,
                    known.map(ContainerCommands::game).orElseGet(id::value),
                    () -> {
                        Optional<ChangeEvidence> before = known.or(() -> changes.look(id));
                        return changes.make(id, new Change.Start(before))
                                .map(now ->
                                        new EngineStart(
                                                Inspections.time(now.startedAt()), now.place()))
                                .orElse(EngineStart.UNKNOWN);
                    });
        } finally {
            turns.release();
        }
    }

    /** A game that is tried again has another container each time. */
    private static String game(ChangeEvidence created) {
        return created.container()
                .labels()
                .getOrDefault(Labels.GAME_ID, created.container().id().value());
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
