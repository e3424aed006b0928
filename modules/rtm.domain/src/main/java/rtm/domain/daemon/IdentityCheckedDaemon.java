package rtm.domain.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.EngineStart;
import rtm.domain.model.EventCursor;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.ContainerEvents;
import rtm.domain.port.DependencyCheck;

/**
 * The Docker daemon, as long as it is the one of this node. After its event stream broke off, a
 * different daemon may answer on the same socket: on it, every game would seem to have disappeared,
 * and none may be started. So its ID is checked before the next call.
 */
public final class IdentityCheckedDaemon
        implements ContainerDaemon, ContainerEvents, DependencyCheck {

    private final ContainerDaemon daemon;
    private final ContainerEvents events;
    private final DaemonIdentity recognition;
    private final NodeId node;
    private final AddressBook addresses = new AddressBook();
    private final AtomicLong breaks = new AtomicLong();
    private final AtomicLong recognizedAfter = new AtomicLong();

    /**
     * A daemon whose ID was checked just now.
     *
     * @param daemon its calls
     * @param events its events
     * @param recognition checks its ID
     * @param node whose daemon it must be
     */
    public IdentityCheckedDaemon(
            ContainerDaemon daemon,
            ContainerEvents events,
            DaemonIdentity recognition,
            NodeId node) {
        this.daemon = daemon;
        this.events = events;
        this.recognition = recognition;
        this.node = node;
    }

    /** Follows the events until they break off; then the daemon's ID must be checked again. */
    @Override
    public void follow(Optional<EventCursor> since, ContainerEvents.Sink sink) {
        try {
            events.follow(since, sink);
        } finally {
            breaks.incrementAndGet();
        }
    }

    @Override
    public Dependency dependency() {
        return Dependency.DOCKER;
    }

    /**
     * Checks the daemon's ID if its events broke off since the last check.
     *
     * @throws DependencyUnavailableException if it is a different daemon, or its ID cannot be read
     */
    @Override
    public void check() {
        long after = breaks.get();
        if (recognizedAfter.get() < after) {
            recognition.require(node, daemon.daemonId());
            recognizedAfter.accumulateAndGet(after, Math::max);
        }
    }

    /** The addresses of the containers that were inspected. */
    AddressBook addresses() {
        return addresses;
    }

    private ContainerDaemon recognized() {
        check();
        return daemon;
    }

    /** The ID of the present daemon, whether it is the recorded one or not. */
    @Override
    public String daemonId() {
        return daemon.daemonId();
    }

    @Override
    public List<ObservedContainer> containersOf(GameId gameId) {
        return recognized().containersOf(gameId);
    }

    @Override
    public List<ObservedContainer> owned() {
        return recognized().owned();
    }

    @Override
    public Optional<InspectedContainer> inspect(ContainerId container) {
        Optional<InspectedContainer> found = recognized().inspect(container);
        addresses.note(container, found);
        return found;
    }

    @Override
    public void requireNetwork() {
        recognized().requireNetwork();
    }

    @Override
    public Optional<Map<String, String>> imageLabels(ImageReference image) {
        return recognized().imageLabels(image);
    }

    @Override
    public void pull(ImageReference image) {
        recognized().pull(image);
    }

    @Override
    public ContainerId create(EngineSpec spec) {
        return recognized().create(spec);
    }

    @Override
    public EngineStart start(ContainerId container) {
        try {
            return recognized().start(container);
        } finally {
            addresses.started(container);
        }
    }

    @Override
    public void stop(ContainerId container, Duration grace) {
        recognized().stop(container, grace);
    }

    @Override
    public void remove(ContainerId container) {
        recognized().remove(container);
    }

    @Override
    public void removeEnded(ContainerId container) {
        recognized().removeEnded(container);
    }

    @Override
    public void setAside(GameId gameId, ContainerId container) {
        recognized().setAside(gameId, container);
    }

    @Override
    public void putBack(GameId gameId, ContainerId container) {
        recognized().putBack(gameId, container);
    }

    @Override
    public void attach(ContainerId container) {
        try {
            recognized().attach(container);
        } finally {
            addresses.started(container);
        }
    }

    @Override
    public Optional<String> logs(ContainerId container, int lines, int mostBytes) {
        return recognized().logs(container, lines, mostBytes);
    }

    @Override
    public Optional<EngineAddress> address(GameId gameId, ContainerId container) {
        return recognized().address(gameId, container);
    }
}
