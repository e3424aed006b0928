package rtm.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rtm.docker.api.DockerCalls;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.ContainerDaemon.NameTakenException;
import rtm.domain.port.ContainerDaemon.NotMadeException;
import rtm.domain.time.Deadline;
import rtm.domain.time.Durations;

/**
 * Creates a container, then inspects it: only a container with the name and all labels of the
 * request is the one. They include the operation and the time of the start, so an older container
 * of the same game is none. The id in Docker's answer proves nothing: what is started, recorded and
 * removed by force later would be somebody else's.
 */
final class ConfirmedCreation {

    private static final Log LOG = Log.of(ConfirmedCreation.class);
    private static final int SERVER_ERROR = 500;
    private static final String NAME_IN_USE = "is already in use";
    private static final Pattern HOLDER = Pattern.compile("\\b[0-9a-f]{64}\\b");
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final DockerCalls calls;
    private final ContainerLists lists;
    private final Inspections inspections;
    private final EngineContainer template;

    ConfirmedCreation(
            DockerCalls calls,
            ContainerLists lists,
            Inspections inspections,
            DockerSettings settings) {
        this.calls = calls;
        this.lists = lists;
        this.inspections = inspections;
        this.template = new EngineContainer(settings);
    }

    /**
     * Creates a container. A server error says that Docker failed, not that nothing was done; so
     * the container is looked for before the refusal counts.
     *
     * @return the container as its inspection shows it
     * @throws DependencyUnavailableException also if Docker accepts it, and no such container is
     *     there
     */
    ChangeEvidence make(EngineSpec spec) {
        ContainerId answered;
        try {
            answered =
                    calls.ask(
                            "create container",
                            calls.deadlines().create(),
                            docker -> template.create(docker, spec));
        } catch (DaemonRefusedException | DependencyUnavailableException failed) {
            if (failed.getCause() instanceof DockerException refusal
                    && refusal.getHttpStatus() >= SERVER_ERROR) {
                return search(spec).orElseThrow(() -> failed);
            }
            throw nameConflict(failed) ? taken(spec, failed) : failed;
        }
        return made(answered, spec).orElseGet(() -> another(answered, spec));
    }

    private static boolean nameConflict(RuntimeException failed) {
        return failed.getCause() instanceof DockerException refusal
                && refusal.getHttpStatus() == Change.CONFLICT
                && String.valueOf(failed.getMessage()).contains(NAME_IN_USE);
    }

    /** Who has the name, by a list or by an inspection of the container that Docker names. */
    private RuntimeException taken(EngineSpec spec, RuntimeException conflict) {
        Matcher named = HOLDER.matcher(String.valueOf(conflict.getMessage()));
        return lists.of(spec.gameId()).stream()
                .filter(there -> there.inPlaceOf(spec.gameId()))
                .findFirst()
                .or(() ->
                        named.find()
                                ? inspections
                                        .of(new ContainerId(named.group()))
                                        .map(InspectedContainer::container)
                                        .filter(there -> there.inPlaceOf(spec.gameId()))
                                : Optional.empty())
                .<RuntimeException>map(holder -> new NameTakenException(holder, conflict))
                .orElseGet(() ->
                        new DependencyUnavailableException(
                                Dependency.DOCKER,
                                "it says that the name %s is already in use, and shows no container that has it"
                                        .formatted(spec.gameId().containerName()),
                                conflict));
    }

    private Optional<ChangeEvidence> made(ContainerId id, EngineSpec spec) {
        return inspections
                .evidence(id, calls.deadlines().inspect())
                .filter(there -> there.container().inPlaceOf(spec.gameId()))
                .filter(there -> there.container().labels().equals(EngineContainer.labels(spec)));
    }

    private ChangeEvidence another(ContainerId answered, EngineSpec spec) {
        ChangeEvidence made =
                search(spec)
                        .orElseThrow(() ->
                                NotMadeException.outage(
                                        "accepted it (create container), but container %s in its answer is not the one that was asked for"
                                                .formatted(answered)));
        LOG.warn(
                "docker answered a creation with the id of another container",
                LogField.of("game_id", spec.gameId()),
                LogField.of("container_id", made.container().id()),
                LogField.of("answered", answered));
        return made;
    }

    private Optional<ChangeEvidence> search(EngineSpec spec) {
        Deadline deadline = Deadline.in(calls.deadlines().lateCreation());
        while (true) {
            Optional<ChangeEvidence> found =
                    lists.of(spec.gameId()).stream()
                            .filter(each -> each.madeBy(spec.operation()))
                            .map(ObservedContainer::id)
                            .flatMap(id -> made(id, spec).stream())
                            .findFirst();
            if (found.isPresent() || deadline.past()) {
                return found;
            }
            LockSupport.parkNanos(Durations.shorter(BETWEEN_LOOKS, deadline.left()).toNanos());
        }
    }
}
