package rtm.domain.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import rtm.domain.model.ContainerEvent.Action;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.GameId;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.ContainerDaemon.NameTakenException;

/** The containers of a daemon in memory, and changes to them by anyone. */
abstract class FakeContainers {

    private final FakeImages images = new FakeImages();
    private final Map<ContainerId, ObservedContainer> containers = new LinkedHashMap<>();
    private final Map<ContainerId, EngineSpec> specs = new LinkedHashMap<>();
    private final Map<ContainerId, Duration> graces = new LinkedHashMap<>();
    private final FakeOutput output = new FakeOutput();
    private final AtomicLong created = new AtomicLong();
    private final FakeContainerEvents events = new FakeContainerEvents();
    private final FakeExits exits = new FakeExits();
    private final Map<ContainerId, ContainerState> listed = new HashMap<>();
    private final Map<ContainerId, ContainerState> misreported = new HashMap<>();
    private final Map<ContainerId, UnaryOperator<ObservedContainer>> lies = new HashMap<>();
    private final Set<ContainerId> hidden = new HashSet<>();
    private final Set<ContainerId> doubled = new HashSet<>();
    private final Map<ContainerId, String> startRefusals = new HashMap<>();
    private final Map<ContainerId, String> addresses = new HashMap<>();
    private Optional<String> refusalOfNext = Optional.empty();
    private final FakeWellbeing wellbeing = new FakeWellbeing();

    /** The images that it has and those that it could pull. */
    public FakeImages images() {
        return images;
    }

    /** The live events about its containers. */
    public FakeContainerEvents events() {
        return events;
    }

    final synchronized Optional<InspectedContainer> inspected(ContainerId id) {
        return container(id)
                .map(lies.getOrDefault(id, UnaryOperator.identity()))
                .map(container ->
                        new InspectedContainer(
                                container,
                                exits.code(id),
                                exits.oomKilled(id),
                                wellbeing.of(id).restartCount(),
                                wellbeing.of(id).health(),
                                addressOf(container).map(EngineAddress::host).stream().toList(),
                                placeOf(container),
                                spec(id).map(EngineSpec::statePath),
                                exits.startedAt(id),
                                exits.finishedAt(id)));
    }

    private EnginePlace placeOf(ObservedContainer container) {
        return new EnginePlace(
                spec(container.id()).map(spec -> spec.limits().memory().bytes()),
                addressOf(container).map(EngineAddress::host));
    }

    /** Every existing container, in the order of creation. */
    public synchronized List<ObservedContainer> containers() {
        return List.copyOf(containers.values());
    }

    /** A container, if it still exists. */
    public synchronized Optional<ObservedContainer> container(ContainerId id) {
        return Optional.ofNullable(containers.get(id));
    }

    /** The specification that a container was created with; kept after its removal. */
    public synchronized Optional<EngineSpec> spec(ContainerId id) {
        return Optional.ofNullable(specs.get(id));
    }

    /** The grace period of the last stop of a container. */
    public synchronized Optional<Duration> grace(ContainerId id) {
        return Optional.ofNullable(graces.get(id));
    }

    /** Adds a container, as someone else might do. */
    public synchronized void place(ObservedContainer container) {
        containers.put(container.id(), container);
    }

    /** Changes the state of a container from outside, for example as the end of its engine does. */
    public synchronized void become(ContainerId id, ContainerState state) {
        container(id)
                .filter(old -> old.state() != state)
                .ifPresent(old -> {
                    listed.put(id, old.state());
                    containers.put(id, inState(old, state));
                });
    }

    /** From now on Docker reports these restarts and this health of a container. */
    public synchronized void say(ContainerId id, int restartCount, String health) {
        wellbeing.say(id, restartCount, health);
    }

    /** The container's engine ends by itself, or a person stops it. */
    public synchronized void exit(ContainerId id, int code, boolean oomKilled) {
        exits.ended(id, code, oomKilled);
        become(id, ContainerState.EXITED);
        container(id)
                .ifPresent(
                        each -> exits.finishedAt(id, send(Action.DIE, each, OptionalInt.of(code))));
    }

    /** The containers whose engine ended at least once, whether or not they still exist. */
    public synchronized Set<ContainerId> ended() {
        return exits.ended();
    }

    /** Docker reports that the container was started at that time. */
    public synchronized void startedAt(ContainerId id, Instant time) {
        exits.startedAt(id, time);
    }

    /** Docker reports that the container ended at that time. */
    public synchronized void finishedAt(ContainerId id, Instant time) {
        exits.finishedAt(id, time);
    }

    /** Lists show the present states until the next change. */
    public synchronized void catchUp() {
        listed.clear();
    }

    /** Inspections of a container show this instead of the truth. */
    public synchronized void lieAbout(ContainerId id, UnaryOperator<ObservedContainer> lie) {
        lies.put(id, lie);
    }

    /** Inspections show the truth again. */
    public synchronized void stopLying() {
        lies.clear();
    }

    /** Lists omit an existing container. */
    public synchronized void hide(ContainerId id) {
        hidden.add(id);
    }

    /** The kernel kills a process in the container because memory ran out. */
    public synchronized void runOutOfMemory(ContainerId id) {
        container(id).ifPresent(each -> send(Action.OOM, each, OptionalInt.empty()));
    }

    /** A person pauses a container. */
    public synchronized void pauseByHand(ContainerId id) {
        become(id, ContainerState.PAUSED);
        container(id).ifPresent(each -> send(Action.PAUSE, each, OptionalInt.empty()));
    }

    /** A person starts a container. */
    public synchronized void startByHand(ContainerId id) {
        become(id, ContainerState.RUNNING);
        container(id).ifPresent(each -> send(Action.START, each, OptionalInt.empty()));
    }

    /** Removes a container, as {@code docker rm -f} by hand does. */
    public synchronized void vanish(ContainerId id) {
        container(id)
                .ifPresent(container -> {
                    if (container.live()) {
                        exit(id, FakeExits.KILLED, false);
                    }
                    containers.remove(id);
                    send(Action.DESTROY, container, OptionalInt.empty());
                });
    }

    private Instant send(Action action, ObservedContainer container, OptionalInt code) {
        return events.send(action, container, code);
    }

    /** A container's program writes a line. */
    public synchronized void write(ContainerId id, String line) {
        output.write(id, line);
    }

    /** An id that no container has. */
    public ContainerId newId() {
        return new ContainerId(String.format("%064x", created.incrementAndGet()));
    }

    /** Ids count up from there on, so that those of two daemons differ. */
    public void countFrom(long first) {
        created.set(first);
    }

    /** A running container's address: it contains the end of the id, because ids count up. */
    final Optional<EngineAddress> addressOf(ObservedContainer container) {
        return container.live() && container.attached()
                ? Optional.of(
                        new EngineAddress(
                                addresses.getOrDefault(
                                        container.id(), "fd00::" + shortEnd(container.id())),
                                8080))
                : Optional.empty();
    }

    /** A person takes the container off the engines' network. */
    public synchronized void detach(ContainerId id) {
        container(id).ifPresent(old -> containers.put(id, onNetwork(old, false)));
    }

    final synchronized void attached(ContainerId id) {
        containers.put(
                id,
                onNetwork(
                        container(id).orElseThrow(() -> refused("No such container: " + id)),
                        true));
    }

    private static ObservedContainer onNetwork(ObservedContainer old, boolean attached) {
        return new ObservedContainer(
                old.id(), old.name(), old.image(), old.state(), old.labels(), attached);
    }

    /** From now on the container has this IP address while it runs. */
    public synchronized void locate(ContainerId id, String address) {
        addresses.put(id, address);
    }

    private static String shortEnd(ContainerId id) {
        return id.value().substring(Math.max(0, id.value().length() - 4));
    }

    /** The start of the next created container is refused with this message. */
    public synchronized void refuseStartOfNext(String words) {
        refusalOfNext = Optional.of(words);
    }

    /** Lists name a container twice. */
    public synchronized void listTwice(ContainerId id) {
        doubled.add(id);
    }

    /** The list of all containers shows a wrong state for good, as after a full disk. */
    public synchronized void listAs(ContainerId id, ContainerState state) {
        misreported.put(id, state);
    }

    final synchronized List<ObservedContainer> listedOwned() {
        return asListed(containers.values().stream().filter(ObservedContainer::ours))
                .map(one -> inState(one, misreported.getOrDefault(one.id(), one.state())))
                .toList();
    }

    final synchronized List<ObservedContainer> listed(GameId gameId) {
        return asListed(
                        containers.values().stream()
                                .filter(one ->
                                        one.belongsTo(gameId)
                                                || one.name().equals(gameId.containerName())
                                                || one.name()
                                                        .equals(gameId.previousContainerName())))
                .map(one -> inState(one, listed.getOrDefault(one.id(), one.state())))
                .toList();
    }

    private Stream<ObservedContainer> asListed(Stream<ObservedContainer> there) {
        return there.filter(one -> !hidden.contains(one.id()))
                .flatMap(one -> doubled.contains(one.id()) ? Stream.of(one, one) : Stream.of(one));
    }

    final synchronized ContainerId created(EngineSpec spec) {
        String name = spec.gameId().containerName();
        holder(name)
                .ifPresent(other -> {
                    throw new NameTakenException(other, null);
                });
        if (images.labels(spec.image()).isEmpty()) {
            throw refused("No such image: " + spec.image());
        }
        ContainerId id = newId();
        specs.put(id, spec);
        refusalOfNext.ifPresent(words -> startRefusals.put(id, words));
        refusalOfNext = Optional.empty();
        containers.put(
                id,
                new ObservedContainer(
                        id, name, spec.image().toString(), ContainerState.CREATED, labels(spec)));
        return id;
    }

    private void claimName(String name) {
        holder(name)
                .ifPresent(other -> {
                    throw refused(
                            "Conflict. The container name \"/%s\" is already in use by container \"%s\"."
                                    .formatted(name, other.id()));
                });
    }

    private Optional<ObservedContainer> holder(String name) {
        return containers.values().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Renames a container, as a person can too. */
    public synchronized void rename(ContainerId id, String name) {
        ObservedContainer old = containers.get(id);
        if (old == null) {
            throw refused("No such container: " + id);
        }
        if (!old.name().equals(name)) {
            claimName(name);
            containers.put(
                    id,
                    new ObservedContainer(
                            id, name, old.image(), old.state(), old.labels(), old.attached()));
        }
    }

    private static Map<String, String> labels(EngineSpec spec) {
        return Map.of(
                Labels.OWNER, Labels.OWNER_VALUE,
                Labels.GAME_ID, spec.gameId().value(),
                Labels.KIND, Labels.KIND_VALUE,
                Labels.ENGINE_IMAGE_REF, spec.image().toString(),
                Labels.STARTED_AT_MS, Long.toString(spec.startedAt().toEpochMilli()),
                Labels.OPERATION_ID, spec.operation().toString(),
                Labels.DATABASE_ID, spec.database().toString());
    }

    final synchronized void started(ContainerId id) {
        ObservedContainer container = containers.get(id);
        if (container == null) {
            throw refused("No such container: " + id);
        }
        Optional.ofNullable(startRefusals.get(id))
                .or(() -> images.startRefusal(container.image()))
                .ifPresent(words -> {
                    throw refused(words);
                });
        become(id, images.stateOnceStarted(container.image()));
        write(id, "the engine starts");
        send(Action.START, container, OptionalInt.empty());
    }

    final synchronized void stopped(ContainerId id, Duration grace) {
        ObservedContainer container = containers.get(id);
        if (container != null) {
            graces.put(id, grace);
            if (container.live()) {
                write(id, "the engine stops");
                exit(id, FakeExits.OBEYED, false);
            }
        }
    }

    final synchronized Optional<String> tail(ContainerId id, int lines, int mostBytes) {
        return containers.containsKey(id)
                ? Optional.of(output.tail(id, lines, mostBytes))
                : Optional.empty();
    }

    private static ObservedContainer inState(ObservedContainer container, ContainerState state) {
        return new ObservedContainer(
                container.id(),
                container.name(),
                container.image(),
                state,
                container.labels(),
                container.attached());
    }

    private static DaemonRefusedException refused(String words) {
        return new DaemonRefusedException(words, null);
    }
}
