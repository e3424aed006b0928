package rtm.docker;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import rtm.docker.api.CallTelemetry;
import rtm.docker.api.Deadlines;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerConnection;
import rtm.docker.image.ImageInspections;
import rtm.docker.image.ImagePulls;
import rtm.docker.image.ImageRemovals;
import rtm.docker.image.RegistryCredentials;
import rtm.docker.state.FullDisk;
import rtm.docker.usage.UsageReader;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.EngineStart;
import rtm.domain.model.EngineUsage;
import rtm.domain.model.EventCursor;
import rtm.domain.model.GameId;
import rtm.domain.model.HostImage;
import rtm.domain.model.ImageReference;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerOutput;
import rtm.domain.port.DaemonConnection;
import rtm.domain.port.DaemonHost;
import rtm.domain.port.DependencyCheck;
import rtm.domain.time.Deadline;

/**
 * The Docker daemon of this host. Every call runs on its own virtual thread and ends by its
 * deadline, even if the daemon is stopped or hangs. Safe for use by many threads.
 */
public final class DockerDaemon implements DaemonConnection {

    private final DockerCalls calls;
    private final DockerPing ping;
    private final DockerNetwork network;
    private final ContainerLists lists;
    private final Inspections inspections;
    private final DockerEvents events;
    private final ImageInspections images;
    private final ImagePulls pulls;
    private final ImageRemovals removals;
    private final StartRefusals refusals;
    private final ContainerCommands containers;
    private final EngineAddresses addresses;
    private final ContainerOutput output;
    private final DaemonHost host;
    private final boolean local;

    /** As the daemon last reported it. */
    private volatile @Nullable String dataRoot;

    private final UsageReader usages;

    private DockerDaemon(DockerSettings settings, OpenTelemetry telemetry, int haste) {
        calls =
                new DockerCalls(
                        new DockerConnection(settings.host()),
                        new CallTelemetry(telemetry),
                        new Deadlines(haste));
        ping = new DockerPing(calls);
        network = new DockerNetwork(calls, settings.network());
        ContainerStates states = new ContainerStates();
        lists = new ContainerLists(calls, states, settings.network());
        inspections = new Inspections(calls, states, settings);
        events = new DockerEvents(calls, ping, DockerEvents.Patience.usual(haste));
        images = new ImageInspections(calls);
        pulls =
                new ImagePulls(
                        calls,
                        images,
                        new RegistryCredentials(settings.credentialsFolder()),
                        settings.imagePullTimeout(),
                        settings.imagePullStallTimeout());
        removals = new ImageRemovals(calls);
        refusals = new StartRefusals(System::nanoTime, new StartTrials(calls, System::nanoTime));
        containers = new ContainerCommands(calls, lists, inspections, refusals, settings);
        output = new FollowedOutput(calls, ping);
        addresses = new EngineAddresses(calls, inspections, settings.network());
        host = BootTime.of(settings.host());
        local = "unix".equals(settings.host().getScheme());
        usages = new UsageReader(calls, local);
    }

    /**
     * Connects without telemetry.
     *
     * @throws rtm.domain.model.DependencyUnavailableException as {@link #open(DockerSettings,
     *     OpenTelemetry)} does
     */
    public static DockerDaemon open(DockerSettings settings) {
        return open(settings, OpenTelemetry.noop());
    }

    /**
     * Connects to Docker: agrees on an API version, pings the daemon and checks the network.
     *
     * @param telemetry for the spans and the latency of calls
     * @throws rtm.domain.model.DependencyUnavailableException if Docker does not answer or is too
     *     old, or if the network is missing or not a user-defined bridge; the message says what to
     *     do
     */
    public static DockerDaemon open(DockerSettings settings, OpenTelemetry telemetry) {
        return open(settings, telemetry, 1);
    }

    /**
     * The same with shorter deadlines, for tests of a daemon that does not answer.
     *
     * @param haste divides each deadline
     */
    public static DockerDaemon open(DockerSettings settings, OpenTelemetry telemetry, int haste) {
        DockerDaemon daemon = new DockerDaemon(settings, telemetry, haste);
        try {
            Deadline boot = Deadline.in(daemon.calls.deadlines().boot());
            daemon.calls.question(
                    "negotiate version",
                    boot.left(),
                    docker -> {
                        docker.negotiate();
                        return settings.host();
                    });
            daemon.ping.answered(boot.left());
            daemon.network.check(boot.left());
            return daemon;
        } catch (RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    /**
     * The checks of readiness: Docker answers, the network exists, starts neither fail nor wait
     * because of it, and the disk is not full.
     */
    @Override
    public List<DependencyCheck> checks() {
        return List.of(
                ping,
                network,
                refusals,
                new DataRootCheck(() -> Optional.ofNullable(dataRoot), FullDisk::isFullForRoot));
    }

    @Override
    public String daemonId() {
        return facts().id();
    }

    /**
     * What the daemon reports about itself.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if Docker does not answer in time
     */
    public DaemonInfo facts() {
        DaemonInfo info =
                calls.question("ask for Docker's id", calls.deadlines().info(), DaemonInfo::of);
        if (local && !info.dataRoot().isEmpty()) {
            dataRoot = info.dataRoot();
        }
        return info;
    }

    /**
     * Whether this host has no address in the network of the engines, so that none can be probed.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if Docker does not answer in time
     */
    public boolean networkIsIsolated() {
        return network.isIsolated();
    }

    /**
     * The ranges that engines get their addresses from, such as {@code 10.99.1.0/24}.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if Docker does not answer in time
     */
    public List<String> networkSubnets() {
        return network.subnets();
    }

    @Override
    public Facts describe() {
        DaemonInfo info = facts();
        return new Facts(info.version(), info.dataRoot(), local, info.memory());
    }

    @Override
    public List<Pulling> pulling() {
        return pulls.running();
    }

    @Override
    public Map<ContainerId, EngineUsage> read(Collection<ContainerId> containers)
            throws InterruptedException {
        return usages.read(containers);
    }

    @Override
    public List<ObservedContainer> containersOf(GameId gameId) {
        return refusals.watch(StartRefusals.Step.LIST, gameId, () -> lists.of(gameId));
    }

    @Override
    public List<ObservedContainer> owned() {
        return lists.owned();
    }

    @Override
    public Optional<InspectedContainer> inspect(ContainerId container) {
        return refusals.watch(
                StartRefusals.Step.INSPECT, container, () -> inspections.of(container));
    }

    @Override
    public void follow(Optional<EventCursor> since, Sink sink) {
        events.follow(since, sink);
    }

    @Override
    public Optional<Instant> bootedAt() {
        return host.bootedAt();
    }

    @Override
    public void requireNetwork() {
        network.check();
    }

    @Override
    public Optional<Map<String, String>> imageLabels(ImageReference image) {
        removals.settled(image);
        // A game is not known here, so each request stands for one.
        return refusals.watch(StartRefusals.Step.IMAGE, new Object(), () -> images.labels(image));
    }

    @Override
    public void pull(ImageReference image) {
        removals.settled(image);
        pulls.pull(image);
    }

    @Override
    public List<HostImage> named() {
        return images.all();
    }

    @Override
    public Set<String> usedByContainers() {
        return images.used();
    }

    @Override
    public Optional<Instant> namedAt(ImageReference image) {
        return images.namedAt(image);
    }

    @Override
    public boolean removeIf(ImageReference image, BooleanSupplier unused) {
        return removals.removeIf(image, unused);
    }

    @Override
    public ContainerId create(EngineSpec spec) {
        return containers.create(spec);
    }

    @Override
    public EngineStart start(ContainerId container) {
        return containers.start(container);
    }

    @Override
    public void stop(ContainerId container, Duration grace) {
        containers.stop(container, grace);
    }

    @Override
    public void remove(ContainerId container) {
        containers.remove(container);
    }

    @Override
    public void removeEnded(ContainerId container) {
        containers.removeEnded(container);
    }

    @Override
    public void attach(ContainerId container) {
        containers.attach(container);
    }

    @Override
    public Optional<String> logs(ContainerId container, int lines, int mostBytes) {
        return calls.ask(
                "read the logs of a container",
                calls.deadlines().logs(),
                docker -> LogStream.read(docker, container, lines, mostBytes));
    }

    @Override
    public Following follow(ContainerId container, int lines, LineSink sink) {
        return output.follow(container, lines, sink);
    }

    @Override
    public void setAside(GameId gameId, ContainerId container) {
        containers.rename(container, gameId.previousContainerName());
    }

    @Override
    public void putBack(GameId gameId, ContainerId container) {
        containers.rename(container, gameId.containerName());
    }

    @Override
    public Optional<EngineAddress> address(GameId gameId, ContainerId container) {
        return addresses.of(gameId, container);
    }

    /** Cancels running calls and closes every connection; never throws. */
    @Override
    public void close() {
        calls.close();
    }
}
