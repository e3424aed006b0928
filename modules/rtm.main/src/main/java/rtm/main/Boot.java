package rtm.main;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import rtm.docker.state.HostDisks;
import rtm.docker.state.HostFolderSizes;
import rtm.domain.daemon.DaemonIdentity;
import rtm.domain.daemon.EngineCallers;
import rtm.domain.daemon.IdentityCheckedDaemon;
import rtm.domain.image.ImageStock;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.BootId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeNames;
import rtm.domain.node.GiveUpNode;
import rtm.domain.node.LeftBehind;
import rtm.domain.node.ManageNodes;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.EnginePolicy;
import rtm.domain.overview.AnnouncingStore;
import rtm.domain.overview.ChangeFeed;
import rtm.domain.overview.EngineChecks;
import rtm.domain.overview.EngineStats;
import rtm.domain.overview.GatedStore;
import rtm.domain.overview.KilledProcesses;
import rtm.domain.overview.Overview;
import rtm.domain.overview.PendingWork;
import rtm.domain.overview.ReadTurns;
import rtm.domain.overview.RememberedCheck;
import rtm.domain.overview.ServiceStatus;
import rtm.domain.overview.StartGate;
import rtm.domain.overview.StatusReport;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.DependencyCheck;
import rtm.domain.port.IdSource;
import rtm.domain.port.RuntimeStore;
import rtm.domain.rule.PullWords;
import rtm.domain.state.StateRootCheck;
import rtm.domain.usecase.EngineLogs;
import rtm.domain.usecase.GameHistory;
import rtm.domain.usecase.UseCases;
import rtm.http.Backend;
import rtm.http.HttpServer;
import rtm.http.client.EngineHealthClient;
import rtm.http.client.LobbyClient;
import rtm.main.check.DatabaseWords;
import rtm.main.settings.Settings;
import rtm.main.telemetry.BootFailure;
import rtm.main.telemetry.Gauges;
import rtm.main.telemetry.Version;
import rtm.workers.Collaborators;
import rtm.workers.Leadership;
import rtm.workers.OutboxRelay;
import rtm.workers.ServicePhase;
import rtm.workers.wiring.Wakeups;
import rtm.workers.wiring.WatchedEngines;

/**
 * Wires the service, from top to bottom in boot order: dependencies, use cases, listener, initial
 * pass, workers. A failure closes everything that was opened.
 */
final class Boot {

    private static final Log LOG = Log.of(Boot.class);

    /** How often all checks of this machine are made for the other nodes. */
    private static final Duration ENGINE_CHECKS = Duration.ofSeconds(15);

    private Boot() {}

    /**
     * Starts the service.
     *
     * @throws BootFailure if it cannot start, with sentences for an operator
     */
    static Service start(
            Settings settings, Map<String, String> environment, InstantSource clock, IdSource ids)
            throws InterruptedException {
        Closers closers = new Closers();
        try {
            return start(settings, environment, clock, ids, closers);
        } catch (DependencyUnavailableException away) {
            closers.close();
            throw new BootFailure(away.text());
        } catch (RuntimeException | InterruptedException failed) {
            closers.close();
            throw failed;
        }
    }

    private static Service start(
            Settings settings,
            Map<String, String> environment,
            InstantSource clock,
            IdSource ids,
            Closers closers)
            throws InterruptedException {
        BootId bootId = new BootId(ids.next());
        Dependencies opened = Dependencies.open(settings, environment, bootId, clock, closers);
        EngineOwner owner = recognizeDatabase(settings, opened);
        ThisNode here = NodeRecognition.recognize(settings, opened, owner);
        NodeId node = here.id();
        NodeNames names = new NodeNames(opened.store()::nodes);
        IdentityCheckedDaemon docker =
                new IdentityCheckedDaemon(
                        opened.docker(), opened.docker(), new DaemonIdentity(opened.store()), node);

        OpenTelemetry telemetry = opened.telemetry().api();
        LobbyClient lobby =
                closers.add("lobby client", new LobbyClient(settings.lobby(), telemetry));
        EngineHealthClient engineHealth = new EngineHealthClient();
        OutboxRelay relay = new OutboxRelay(opened.store(), opened.redis().events(), telemetry);
        ChangeFeed changes = new ChangeFeed(bootId);
        StartGate gate = new StartGate(opened.store(), clock);
        RuntimeStore store =
                here.view(new AnnouncingStore(new GatedStore(opened.store(), gate), changes));
        UseCases useCases =
                useCases(
                        settings,
                        opened,
                        node,
                        owner,
                        store,
                        docker,
                        engineHealth,
                        lobby,
                        relay,
                        clock,
                        ids);

        useCases.gameStates().look();
        here.requireStates(useCases.gameStates(), opened.store());
        ServicePhase phase = new ServicePhase();
        List<RememberedCheck> checks =
                checks(opened, docker, new StateRootCheck(useCases.gameStates()), clock);
        ReadTurns turns =
                new ReadTurns(
                        settings.store().maxOpenConnections(), settings.store().operationTimeout());
        KilledProcesses killed = new KilledProcesses(changes);
        PendingWork pending = new PendingWork(clock);
        Overview overview =
                overview(
                        opened, here, names, turns, checks, phase, changes, killed, gate, pending,
                        clock);
        observe(opened, here, overview, phase, closers);
        Backend backend =
                new Backend(
                        useCases,
                        turns.around(opened.store()),
                        new EngineLogs(
                                opened.store(), opened.store().endings(), docker, node, names),
                        opened.docker(),
                        new GameHistory(opened.store(), opened.store().endings()),
                        phase::refusal,
                        new EngineCallers(docker, here.callers(opened.store().places())),
                        checks,
                        new ImageStock(
                                opened.docker(),
                                opened.docker(),
                                docker,
                                docker::check,
                                opened.store(),
                                clock),
                        opened.redis().upkeep(),
                        overview,
                        nodes(
                                opened,
                                store,
                                relay,
                                leftBehind(opened, docker, owner, node),
                                here.alone(),
                                clock,
                                ids),
                        here.reach(opened.store().places(), settings.node().forwardTimeout()));
        HttpServer http = listen(settings, backend, telemetry);
        Wakeups wakeups = new Wakeups(relay);
        here.listen(settings.store().dsn(), wakeups, closers);
        Leadership leadership =
                here.leadership(
                        opened.presence(),
                        phase,
                        new Collaborators(
                                opened.redis().jobs(),
                                relay,
                                wakeups,
                                useCases,
                                opened.store(),
                                pending,
                                new WatchedEngines(
                                        store,
                                        opened.store(),
                                        opened.store().endings(),
                                        docker,
                                        engineHealth),
                                killed.watching(docker, owner),
                                settings.workers(),
                                node,
                                here.others(
                                        opened.store(),
                                        settings.node().lostAfter(),
                                        new EngineChecks(checks, ENGINE_CHECKS)),
                                clock),
                        telemetry);
        Service service = new Service(phase, http, leadership, opened.presence().pulse(), closers);
        try {
            leadership.start();
        } catch (RuntimeException | InterruptedException failed) {
            http.close();
            throw failed;
        }
        return service;
    }

    private static ManageNodes nodes(
            Dependencies opened,
            RuntimeStore store,
            OutboxRelay relay,
            LeftBehind left,
            boolean alone,
            InstantSource clock,
            IdSource ids) {
        return new ManageNodes(
                store,
                opened.store(),
                opened.store().places(),
                new GiveUpNode(
                        store, opened.presence(), opened.redis().encoder(), relay, clock, ids),
                left,
                alone);
    }

    private static LeftBehind leftBehind(
            Dependencies opened, ContainerDaemon docker, EngineOwner owner, NodeId here) {
        ContainerQueries queries = new ContainerQueries(docker, opened.store(), owner);
        return new LeftBehind(
                here,
                () ->
                        queries.owned().stream()
                                .filter(container -> !owner.isForeign(container))
                                .toList(),
                opened.store());
    }

    private static void observe(
            Dependencies opened,
            ThisNode here,
            Overview overview,
            ServicePhase phase,
            Closers closers) {
        if (opened.telemetry().exportsMetrics()) {
            Meter meter = opened.telemetry().api().getMeter("rtm.main");
            closers.add("gauges", new Gauges(meter, overview.status()::readHere, phase::leads));
            here.observe(meter, opened.store(), closers);
        }
    }

    private static EngineOwner recognizeDatabase(Settings settings, Dependencies opened) {
        UUID present = opened.store().databaseId();
        opened.redis()
                .rememberDatabase(present, settings.process().acceptDatabaseChange())
                .ifPresent(other -> {
                    throw new BootFailure(
                            "redis: %s; %s"
                                    .formatted(
                                            DatabaseWords.found(other, present),
                                            DatabaseWords.ADVICE));
                });
        return new EngineOwner(present);
    }

    private static UseCases useCases(
            Settings settings,
            Dependencies opened,
            NodeId node,
            EngineOwner owner,
            RuntimeStore store,
            ContainerDaemon docker,
            EngineHealthClient health,
            LobbyClient lobby,
            OutboxRelay relay,
            InstantSource clock,
            IdSource ids) {
        return UseCases.wire(
                new UseCases.Ports(
                        store,
                        opened.store().endings(),
                        opened.store(),
                        node,
                        owner,
                        opened.presence(),
                        opened.redis().leases(),
                        docker,
                        opened.docker(),
                        opened.docker(),
                        health,
                        opened.folders(),
                        opened.redis().encoder(),
                        lobby,
                        relay,
                        new EnginePolicy(
                                settings.engine().defaultLimits(),
                                settings.engine().pullPolicy(),
                                settings.engine().stopGrace(),
                                settings.docker().network(),
                                settings.engine().patchHealthTimeout(),
                                settings.workers().probe().timeout()),
                        clock,
                        ids));
    }

    private static List<RememberedCheck> checks(
            Dependencies opened,
            IdentityCheckedDaemon docker,
            StateRootCheck stateRoot,
            InstantSource clock) {
        List<DependencyCheck> checks = new ArrayList<>();
        checks.add(opened.store());
        checks.add(opened.presence());
        checks.add(opened.redis().check());
        List<DependencyCheck> ofDocker = opened.docker().checks();
        checks.add(ofDocker.getFirst());
        // Another node's daemon fails the checks after this one for reasons that mislead.
        checks.add(docker);
        checks.addAll(ofDocker.subList(1, ofDocker.size()));
        checks.add(stateRoot);
        return checks.stream().map(check -> new RememberedCheck(check, clock)).toList();
    }

    private static Overview overview(
            Dependencies opened,
            ThisNode here,
            NodeNames names,
            ReadTurns turns,
            List<RememberedCheck> checks,
            ServicePhase phase,
            ChangeFeed changes,
            KilledProcesses killed,
            StartGate gate,
            PendingWork pending,
            InstantSource clock) {
        return new Overview(
                new StatusReport(
                        new StatusReport.Sources(
                                new ServiceStatus.Identity(
                                        Version.current(), changes.bootId(), clock.instant()),
                                phase::current,
                                opened.store(),
                                opened.redis().backlog(),
                                checks,
                                pending,
                                opened.docker(),
                                new HostDisks(),
                                opened.folders().root(),
                                here.reports(opened.store().places()),
                                phase::givenUp,
                                clock)),
                gate,
                turns.aroundOverview(opened.store()),
                new EngineStats(
                        opened.store(), opened.docker(), new HostFolderSizes(), here.id(), names),
                new PullWords(opened.docker()),
                pending,
                changes,
                killed,
                () -> noChanges(phase),
                () ->
                        phase.current() == ServicePhase.Phase.ON_NODE
                                ? Optional.empty()
                                : noChanges(phase));
    }

    private static Optional<String> noChanges(ServicePhase phase) {
        return switch (phase.current()) {
            case INITIAL_PASS, LEADING -> Optional.empty();
            case STARTING, STOPPING -> phase.refusal();
            case ON_NODE -> Optional.of("this process sees the changes of its node only");
            case STANDING_BY -> Optional.of("this process stands by");
        };
    }

    private static HttpServer listen(Settings settings, Backend backend, OpenTelemetry telemetry) {
        if (settings.http().openToAll()) {
            LOG.warn(
                    "internal http is open to every host that reaches this one",
                    LogField.of("address", settings.http().address()),
                    LogField.of(
                            "advice",
                            "set RTMANAGER_INTERNAL_HTTP_TOKEN, or RTMANAGER_INTERNAL_HTTP_ADDR to"
                                    + " an address that only callers reach"));
        }
        try {
            HttpServer http = HttpServer.open(settings.http(), backend, telemetry);
            LOG.info(
                    "internal http listening",
                    LogField.of("address", settings.http().address()),
                    LogField.of("port", http.port()));
            return http;
        } catch (IOException failed) {
            throw new BootFailure(String.valueOf(failed.getMessage()));
        }
    }
}
