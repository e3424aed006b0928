package rtm.domain.usecase;

import java.time.InstantSource;
import rtm.domain.port.CommitSignal;
import rtm.domain.port.ContainerEngine;
import rtm.domain.port.DaemonHost;
import rtm.domain.port.EngineHealth;
import rtm.domain.port.EngineRegistry;
import rtm.domain.port.GameLeases;
import rtm.domain.port.IdSource;
import rtm.domain.port.LobbyDirectory;
import rtm.domain.port.MessageEncoder;
import rtm.domain.port.ProcessPresence;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StateFolders;

/**
 * The use cases, wired to each other over the ports.
 *
 * @param startRuntime starts a game's engine
 * @param stopRuntime stops it
 * @param restartRuntime gives it a new container
 * @param patchRuntime brings it to another patch level
 * @param cleanupContainer removes its container
 * @param reconcileRuntimes lets the records follow the containers
 * @param finishInterrupted finishes what was cut off
 * @param observeRuntime commits what is seen of running engines
 * @param daemonEnds knows which engines ended with the Docker daemon
 * @param acceptLostState lets a game whose state is lost start again
 * @param gameStates watches that the games' state is there
 */
public record UseCases(
        StartRuntime startRuntime,
        StopRuntime stopRuntime,
        RestartRuntime restartRuntime,
        PatchRuntime patchRuntime,
        CleanupContainer cleanupContainer,
        ReconcileRuntimes reconcileRuntimes,
        FinishInterrupted finishInterrupted,
        ObserveRuntime observeRuntime,
        DaemonEnds daemonEnds,
        AcceptLostState acceptLostState,
        GameStates gameStates) {

    /**
     * All that the use cases need from outside.
     *
     * @param store the truth
     * @param registry the engine that the records are about
     * @param presence living and dead processes
     * @param leases the leases between processes
     * @param engine Docker
     * @param host the machine it runs on
     * @param health the engines, asked about their health
     * @param folders the state folders
     * @param encoder the form of what others are told
     * @param lobby Lobby, for the log
     * @param signal told after commits
     * @param policy the shared settings
     * @param clock the time
     * @param ids new identities
     */
    public record Ports(
            RuntimeStore store,
            EngineRegistry registry,
            ProcessPresence presence,
            GameLeases leases,
            ContainerEngine engine,
            DaemonHost host,
            EngineHealth health,
            StateFolders folders,
            MessageEncoder encoder,
            LobbyDirectory lobby,
            CommitSignal signal,
            EnginePolicy policy,
            InstantSource clock,
            IdSource ids) {}

    /** Wires them. */
    public static UseCases wire(Ports ports) {
        GameStates states = new GameStates(ports.store(), ports.folders());
        Committer committer =
                new Committer(
                        ports.store(),
                        ports.encoder(),
                        ports.signal(),
                        states,
                        ports.clock(),
                        ports.ids());
        GameClaims claims = new GameClaims(ports.leases(), ports.presence());
        DaemonEnds daemonEnds = new DaemonEnds(ports.host());
        RepairFrame repairs =
                new RepairFrame(
                        ports.store(),
                        ports.presence(),
                        claims,
                        committer,
                        daemonEnds,
                        ports.clock(),
                        ports.ids());
        ContainerQueries containers = new ContainerQueries(ports.engine(), ports.store());
        ReconcileRuntimes reconcile = reconcileRuntimes(ports, containers, repairs);
        Operations operations =
                new Operations(
                        ports.store(),
                        ports.presence(),
                        claims,
                        committer,
                        reconcile,
                        ports.clock(),
                        ports.ids());
        StartedEngines started =
                new StartedEngines(ports.folders(), ports.encoder(), ports.policy(), ports.clock());
        Leavings leavings = new Leavings(ports.engine(), containers, ports.clock());
        NewEngines engines = new NewEngines(ports.engine(), states, ports.policy(), ports.clock());
        StartStep start =
                new StartStep(
                        ports.engine(), containers, engines, ports.lobby(), started, leavings);
        StopStep stop = new StopStep(ports.engine(), containers, ports.policy(), ports.clock());
        PutBack putBack =
                new PutBack(
                        ports.engine(),
                        containers,
                        engines,
                        ports.policy(),
                        started,
                        leavings,
                        ports.clock());
        HealthWait health =
                new HealthWait(ports.engine(), containers, ports.health(), ports.policy());
        Replacement replacement = new Replacement(ports.engine(), engines, health, ports.policy());
        CleanupStep cleanup = new CleanupStep(containers, engines, ports.clock());
        return new UseCases(
                new StartRuntime(operations, start),
                new StopRuntime(operations, stop),
                new RestartRuntime(
                        operations,
                        ports.store(),
                        new RestartStep(containers, engines, replacement, started, putBack)),
                new PatchRuntime(
                        operations,
                        new PatchStep(
                                containers,
                                engines,
                                replacement,
                                ports.policy(),
                                started,
                                putBack)),
                new CleanupContainer(operations, ports.store(), cleanup),
                reconcile,
                new FinishInterrupted(
                        ports.store(),
                        ports.presence(),
                        operations,
                        new FinishInterrupted.Steps(
                                new FinishStartStep(containers, started, leavings),
                                stop,
                                new FinishReplacementStep(
                                        containers,
                                        engines,
                                        replacement,
                                        health,
                                        ports.policy(),
                                        started,
                                        putBack),
                                cleanup)),
                new ObserveRuntime(
                        ports.store(), ports.encoder(), ports.signal(), ports.clock(), ports.ids()),
                daemonEnds,
                new AcceptLostState(ports.store(), claims, ports.folders(), ports.ids()),
                states);
    }

    private static ReconcileRuntimes reconcileRuntimes(
            Ports ports, ContainerQueries containers, RepairFrame frame) {
        LostEngines lost = new LostEngines(containers, ports.encoder(), ports.clock());
        return new ReconcileRuntimes(
                containers,
                new SurveyRuntimes(ports.store(), ports.engine(), ports.registry()),
                frame,
                new Repairs(containers, ports.folders(), lost, ports.policy(), ports.clock()));
    }
}
