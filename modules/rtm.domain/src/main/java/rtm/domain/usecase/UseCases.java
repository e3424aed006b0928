package rtm.domain.usecase;

import java.time.InstantSource;
import rtm.domain.daemon.DaemonExitReport;
import rtm.domain.ending.EndingKeeper;
import rtm.domain.ending.LastWords;
import rtm.domain.health.ObserveRuntime;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeNames;
import rtm.domain.operation.BusyGame;
import rtm.domain.operation.Committer;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.EnginePolicy;
import rtm.domain.operation.GameLocks;
import rtm.domain.operation.InterruptedRows;
import rtm.domain.operation.OperationRunner;
import rtm.domain.operation.OutdatedRows;
import rtm.domain.operation.step.CleanupStep;
import rtm.domain.operation.step.EngineLauncher;
import rtm.domain.operation.step.FailedStartCleanup;
import rtm.domain.operation.step.FinishReplacementStep;
import rtm.domain.operation.step.FinishStartStep;
import rtm.domain.operation.step.HealthWait;
import rtm.domain.operation.step.PatchStep;
import rtm.domain.operation.step.Replacement;
import rtm.domain.operation.step.RestartStep;
import rtm.domain.operation.step.Rollback;
import rtm.domain.operation.step.StartResultFactory;
import rtm.domain.operation.step.StartStep;
import rtm.domain.operation.step.StopStep;
import rtm.domain.port.CommitSignal;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.DaemonDescription;
import rtm.domain.port.DaemonHost;
import rtm.domain.port.EndingStore;
import rtm.domain.port.EngineHealth;
import rtm.domain.port.GameLeases;
import rtm.domain.port.IdSource;
import rtm.domain.port.LobbyDirectory;
import rtm.domain.port.MessageEncoder;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.ProcessPresence;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StateFolders;
import rtm.domain.reconcile.EndpointRepairs;
import rtm.domain.reconcile.ExitDiagnosis;
import rtm.domain.reconcile.ReconcileRuntimes;
import rtm.domain.reconcile.RepairFrame;
import rtm.domain.reconcile.Repairs;
import rtm.domain.reconcile.SurveyRuntimes;
import rtm.domain.state.GameStates;

/**
 * The use cases, wired to each other over the ports.
 *
 * @param startRuntime starts a game's engine
 * @param stopRuntime stops it
 * @param restartRuntime gives it a new container
 * @param patchRuntime brings it to another patch level
 * @param cleanupContainer removes its container
 * @param reconcileRuntimes corrects records that differ from their containers
 * @param finishInterrupted completes interrupted operations
 * @param observeRuntime commits observations of running engines
 * @param daemonExits reports engines that exited with the Docker daemon
 * @param acceptLostState lets a game whose state is lost start again
 * @param gameStates watches that the games' state is there
 * @param endingKeeper keeps the output of engines that ended
 * @param owner tells this service's engines from those of others
 * @param names the names of the nodes
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
        DaemonExitReport daemonExits,
        AcceptLostState acceptLostState,
        GameStates gameStates,
        EndingKeeper endingKeeper,
        EngineOwner owner,
        NodeNames names) {

    /**
     * All that the use cases need from outside.
     *
     * @param store the truth
     * @param endings the ends of engines
     * @param registry the daemons of the nodes
     * @param node the node that this process works on
     * @param owner the owner of its engines
     * @param presence living and dead processes
     * @param leases the leases between processes
     * @param daemon Docker
     * @param host the machine it runs on
     * @param description what this process pulls
     * @param health the engines, asked about their health
     * @param folders the state folders
     * @param encoder encodes messages
     * @param lobby Lobby, for the log
     * @param signal is called after commits
     * @param policy the shared settings
     * @param clock the time
     * @param ids new identities
     */
    public record Ports(
            RuntimeStore store,
            EndingStore endings,
            NodeRegistry registry,
            NodeId node,
            EngineOwner owner,
            ProcessPresence presence,
            GameLeases leases,
            ContainerDaemon daemon,
            DaemonHost host,
            DaemonDescription description,
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
        GameStates states =
                new GameStates(
                        ports.store(),
                        ports.folders(),
                        ports.registry(),
                        ports.node(),
                        ports.ids());
        Committer committer =
                new Committer(
                        ports.store(),
                        ports.encoder(),
                        ports.signal(),
                        states,
                        ports.clock(),
                        ports.ids());
        NodeNames names = new NodeNames(ports.registry()::nodes);
        GameLocks locks = new GameLocks(ports.leases(), ports.presence());
        DaemonExitReport daemonExits =
                new DaemonExitReport(ports.host(), ports.endings(), ports.registry(), ports.node());
        RepairFrame repairs =
                new RepairFrame(
                        ports.store(),
                        ports.presence(),
                        locks,
                        committer,
                        daemonExits,
                        ports.node(),
                        ports.clock(),
                        ports.ids());
        ContainerQueries containers =
                new ContainerQueries(ports.daemon(), ports.store(), ports.owner());
        ReconcileRuntimes reconcile = reconcileRuntimes(ports, containers, repairs);
        BusyGame busy = BusyGame.of(ports.store(), ports.description());
        StartResultFactory results =
                new StartResultFactory(
                        containers,
                        ports.folders(),
                        ports.encoder(),
                        ports.policy(),
                        ports.clock());
        EndingKeeper keeper =
                new EndingKeeper(ports.endings(), ports.daemon(), ports.node(), ports.clock());
        EngineLauncher launcher =
                new EngineLauncher(
                        ports.daemon(),
                        states,
                        ports.policy(),
                        ports.owner(),
                        keeper,
                        ports.clock());
        LastWords lastWords = new LastWords(ports.daemon());
        FailedStartCleanup failedStarts =
                new FailedStartCleanup(launcher, containers, lastWords, states, ports.clock());
        StartStep start =
                new StartStep(
                        ports.daemon(), containers, launcher, ports.lobby(), results, failedStarts);
        StopStep stop =
                new StopStep(ports.daemon(), containers, keeper, ports.policy(), ports.clock());
        Rollback rollback =
                new Rollback(
                        ports.daemon(), containers, launcher, results, failedStarts, ports.clock());
        HealthWait health =
                new HealthWait(
                        ports.daemon(), containers, ports.health(), lastWords, ports.policy());
        Replacement replacement = new Replacement(ports.daemon(), launcher, health);
        CleanupStep cleanup = new CleanupStep(containers, launcher, ports.clock());
        InterruptedRows interrupted =
                new InterruptedRows(
                        ports.store(),
                        ports.presence(),
                        locks,
                        committer,
                        new OutdatedRows(containers, ports.clock().instant()),
                        new InterruptedRows.Steps(
                                new FinishStartStep(containers, results, failedStarts),
                                stop,
                                new FinishReplacementStep(
                                        containers,
                                        launcher,
                                        replacement,
                                        health,
                                        ports.policy(),
                                        results,
                                        rollback),
                                cleanup));
        OperationRunner runner =
                new OperationRunner(
                        ports.store(),
                        ports.presence(),
                        locks,
                        committer,
                        containers,
                        reconcile::reconcileBefore,
                        busy,
                        interrupted,
                        ports.node(),
                        names,
                        ports.clock(),
                        ports.ids());
        return new UseCases(
                new StartRuntime(runner, start),
                new StopRuntime(runner, stop),
                new RestartRuntime(
                        runner,
                        new RestartStep(containers, launcher, replacement, results, rollback)),
                new PatchRuntime(
                        runner,
                        new PatchStep(
                                containers,
                                launcher,
                                replacement,
                                ports.policy(),
                                results,
                                rollback)),
                new CleanupContainer(runner, cleanup),
                reconcile,
                new FinishInterrupted(ports.store(), ports.presence(), interrupted),
                new ObserveRuntime(
                        ports.store(), ports.encoder(), ports.signal(), ports.clock(), ports.ids()),
                daemonExits,
                new AcceptLostState(
                        ports.store(),
                        busy,
                        locks,
                        ports.folders(),
                        states,
                        ports.node(),
                        names,
                        ports.ids()),
                states,
                keeper,
                ports.owner(),
                names);
    }

    private static ReconcileRuntimes reconcileRuntimes(
            Ports ports, ContainerQueries containers, RepairFrame frame) {
        ExitDiagnosis diagnosis = new ExitDiagnosis(containers, ports.encoder(), ports.clock());
        return new ReconcileRuntimes(
                containers,
                new SurveyRuntimes(
                        ports.store(), ports.daemon(), containers, ports.registry(), ports.node()),
                frame,
                new Repairs(
                        containers,
                        ports.folders(),
                        diagnosis,
                        ports.policy(),
                        ports.node(),
                        ports.clock()),
                new EndpointRepairs(ports.daemon(), ports.clock()),
                ports.node());
    }
}
