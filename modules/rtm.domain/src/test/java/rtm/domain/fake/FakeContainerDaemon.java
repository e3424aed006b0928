package rtm.domain.fake;

import static rtm.domain.fake.DaemonFaults.Moment.AFTER_EFFECT;
import static rtm.domain.fake.DaemonFaults.Moment.BEFORE_EFFECT;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.EngineStart;
import rtm.domain.model.GameId;
import rtm.domain.model.HostImage;
import rtm.domain.model.ImageReference;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.upkeep.HostImages;

/**
 * A Docker daemon in memory: it fulfils the port's contract, records each call, and fails where a
 * test says so ({@link #faults()}, {@link #images()}). Its lists of a game's containers lag: they
 * show the state before the last change, until {@link #catchUp()}. Safe for use by many threads.
 */
public final class FakeContainerDaemon extends FakeContainers
        implements ContainerDaemon, HostImages {

    /**
     * A call that was made, with any result.
     *
     * @param call the call
     * @param subject its game, image or container
     */
    public record Made(DaemonCall call, String subject) {}

    private final DaemonFaults faults = new DaemonFaults();
    private final List<Made> calls = new CopyOnWriteArrayList<>();
    private String daemonId = "the-engine";

    /** The faults to come. */
    public DaemonFaults faults() {
        return faults;
    }

    @Override
    public synchronized String daemonId() {
        return daemonId;
    }

    /** From now on it is a different daemon. */
    public synchronized void become(String otherDaemonId) {
        daemonId = otherDaemonId;
    }

    @Override
    public List<ObservedContainer> owned() {
        return answer(DaemonCall.OWNED, "", this::listedOwned);
    }

    @Override
    public Optional<InspectedContainer> inspect(ContainerId container) {
        return answer(DaemonCall.INSPECT, container, () -> inspected(container));
    }

    @Override
    public List<ObservedContainer> containersOf(GameId gameId) {
        return answer(DaemonCall.CONTAINERS_OF, gameId, () -> listed(gameId));
    }

    @Override
    public void requireNetwork() {
        answer(DaemonCall.REQUIRE_NETWORK, "", () -> "");
    }

    @Override
    public Optional<Map<String, String>> imageLabels(ImageReference image) {
        images().settle(image);
        return answer(DaemonCall.IMAGE_LABELS, image, () -> images().labels(image));
    }

    @Override
    public void pull(ImageReference image) {
        calls.add(new Made(DaemonCall.PULL, image.toString()));
        images().pull(
                        image,
                        () -> faults.meet(DaemonCall.PULL, BEFORE_EFFECT),
                        () -> faults.meet(DaemonCall.PULL, AFTER_EFFECT));
    }

    @Override
    public List<HostImage> named() {
        return answer(DaemonCall.IMAGES, "", () -> images().all());
    }

    @Override
    public Set<String> usedByContainers() {
        return answer(
                DaemonCall.IMAGES,
                "",
                () ->
                        containers().stream()
                                .map(container -> FakeImages.id(container.image()))
                                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Optional<Instant> namedAt(ImageReference image) {
        return answer(DaemonCall.IMAGES, image, () -> images().whenNamed(image));
    }

    @Override
    public boolean removeIf(ImageReference image, BooleanSupplier unused) {
        return images().removeIf(
                        image,
                        unused,
                        () -> answer(DaemonCall.REMOVE_IMAGE, image, () -> refuseIfUsed(image)));
    }

    private ImageReference refuseIfUsed(ImageReference image) {
        if (usedByContainers().contains(FakeImages.id(image.value()))) {
            throw new DaemonRefusedException(
                    "conflict: unable to remove repository reference, a container is using it",
                    null);
        }
        return image;
    }

    @Override
    public ContainerId create(EngineSpec spec) {
        return answer(DaemonCall.CREATE, spec.gameId(), () -> created(spec));
    }

    @Override
    public EngineStart start(ContainerId container) {
        return answer(
                DaemonCall.START,
                container,
                () -> {
                    started(container);
                    return inspected(container)
                            .map(now -> new EngineStart(now.startedAt(), now.place()))
                            .orElse(EngineStart.UNKNOWN);
                });
    }

    @Override
    public void stop(ContainerId container, Duration grace) {
        change(DaemonCall.STOP, container, () -> stopped(container, grace));
    }

    @Override
    public void remove(ContainerId container) {
        change(DaemonCall.REMOVE, container, () -> vanish(container));
    }

    @Override
    public void removeEnded(ContainerId container) {
        change(
                DaemonCall.REMOVE,
                container,
                () -> {
                    if (container(container).filter(ObservedContainer::live).isPresent()) {
                        throw new DependencyUnavailableException(
                                Dependency.DOCKER,
                                "You cannot remove a running container " + container,
                                null);
                    }
                    vanish(container);
                });
    }

    @Override
    public void setAside(GameId gameId, ContainerId container) {
        change(
                DaemonCall.SET_ASIDE,
                container,
                () -> rename(container, gameId.previousContainerName()));
    }

    @Override
    public void putBack(GameId gameId, ContainerId container) {
        change(DaemonCall.PUT_BACK, container, () -> rename(container, gameId.containerName()));
    }

    @Override
    public void attach(ContainerId container) {
        change(DaemonCall.ATTACH, container, () -> attached(container));
    }

    @Override
    public Optional<EngineAddress> address(GameId gameId, ContainerId container) {
        return answer(
                DaemonCall.ADDRESS,
                container,
                () -> {
                    inspected(container).ifPresent(there -> there.container().requireOf(gameId));
                    return container(container).flatMap(this::addressOf);
                });
    }

    @Override
    public Optional<String> logs(ContainerId container, int lines, int mostBytes) {
        return answer(DaemonCall.LOGS, container, () -> tail(container, lines, mostBytes));
    }

    /** Every call so far, in order. */
    public List<Made> calls() {
        return List.copyOf(calls);
    }

    /** The number of such calls so far. */
    public long calls(DaemonCall call) {
        return calls.stream().filter(made -> made.call() == call).count();
    }

    private void change(DaemonCall call, ContainerId container, Runnable effect) {
        answer(
                call,
                container,
                () -> {
                    effect.run();
                    return container;
                });
    }

    private <T> T answer(DaemonCall call, Object subject, Supplier<T> effect) {
        calls.add(new Made(call, subject.toString()));
        faults.meet(call, BEFORE_EFFECT);
        T answer = effect.get();
        faults.meet(call, AFTER_EFFECT);
        return answer;
    }
}
