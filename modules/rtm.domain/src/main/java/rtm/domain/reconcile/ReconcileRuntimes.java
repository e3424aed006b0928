package rtm.domain.reconcile;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import rtm.domain.model.ContainerExit;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSource;
import rtm.domain.model.NodeId;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.GameBusyException;
import rtm.domain.operation.OwnershipCheck;
import rtm.domain.rule.Drift;
import rtm.domain.rule.Drift.Loss;
import rtm.domain.rule.DriftRules;
import rtm.domain.rule.GameContainers;

/**
 * Corrects records that differ from their containers. It starts, stops or removes no container; it
 * only gives one its name and its network back.
 */
public final class ReconcileRuntimes {

    private final ContainerQueries containers;
    private final SurveyRuntimes all;
    private final RepairFrame frame;
    private final Repairs repairs;
    private final EndpointRepairs endpoints;
    private final NodeId here;

    /**
     * Corrects the records of a node.
     *
     * @param here the node
     */
    public ReconcileRuntimes(
            ContainerQueries containers,
            SurveyRuntimes all,
            RepairFrame frame,
            Repairs repairs,
            EndpointRepairs endpoints,
            NodeId here) {
        this.containers = containers;
        this.all = all;
        this.frame = frame;
        this.repairs = repairs;
        this.endpoints = endpoints;
        this.here = here;
    }

    /**
     * Compares all records with all containers, and changes nothing.
     *
     * @throws DependencyUnavailableException if PostgreSQL or Docker does not answer everything, or
     *     the daemon is not the one that the records are about
     */
    public SurveyRuntimes.Survey survey() {
        return all.survey();
    }

    /**
     * Looks at one game while this process owns it, and corrects its record.
     *
     * @param seenBy the observer that asked for it
     * @param deaths exits of this game's engines that Docker reported
     * @return the drift that was found, and repaired if that is possible here
     * @throws GameBusyException if an operation of the game is in progress
     * @throws DependencyUnavailableException if it has to be retried
     * @throws rtm.domain.model.OwnershipLostException if another process owns the game now
     */
    public Drift repair(GameId gameId, HealthSource seenBy, Collection<ContainerExit> deaths)
            throws InterruptedException {
        Map<ContainerId, ContainerExit> exits =
                deaths.stream()
                        .collect(
                                Collectors.toMap(
                                        ContainerExit::container,
                                        Function.identity(),
                                        (_, later) -> later));
        return frame.repair(gameId, record -> judge(gameId, record, seenBy, exits));
    }

    /**
     * Corrects the record of a game whose engine exited or disappeared before an operation started:
     * after the operation has changed the record, nobody would report that. A resumed operation
     * decides by itself, since it may have stopped the engine.
     *
     * @param ownership of the operation that owns the game
     * @throws DependencyUnavailableException if the state cannot be known now
     */
    public void reconcileBefore(GameId gameId, OwnershipCheck ownership) {
        try {
            frame.repairHeld(gameId, ownership, record -> judgeLost(gameId, record));
        } catch (GameBusyException _) {
            // A row is open, or a container exited just now: the operation will see it.
        }
    }

    private RepairFrame.Judgement judgeLost(GameId gameId, Optional<RuntimeRecord> record) {
        RepairFrame.Judgement nothing = RepairFrame.Judgement.nothing(new Drift.None(gameId));
        if (record.map(RuntimeRecord::state)
                .filter(RuntimeState.Running.class::isInstance)
                .isEmpty()) {
            return nothing;
        }
        RepairFrame.Judgement judgement = judge(gameId, record, HealthSource.RECONCILE, Map.of());
        return switch (judgement.drift()) {
            case Drift.Dispose _, Drift.ObservedExited _ -> judgement;
            case Drift.None _,
                    Drift.InFlight _,
                    Drift.Adopt _,
                    Drift.TwoRunning _,
                    Drift.Renamed _,
                    Drift.Detached _,
                    Drift.ForeignNode _,
                    Drift.InvalidLabel _ ->
                    nothing;
        };
    }

    private RepairFrame.Judgement judge(
            GameId gameId,
            Optional<RuntimeRecord> record,
            HealthSource seenBy,
            Map<ContainerId, ContainerExit> deaths) {
        GameContainers there = containers.of(gameId, record);
        Drift drift = DriftRules.judge(here, gameId, record, there);
        return switch (drift) {
            case Drift.None _ ->
                    repairs.restarted(gameId, record, there.labelled(), deaths, seenBy)
                            .orElseGet(() -> RepairFrame.Judgement.nothing(drift));
            case Drift.InFlight _, Drift.TwoRunning _, Drift.ForeignNode _, Drift.InvalidLabel _ ->
                    RepairFrame.Judgement.nothing(drift);
            case Drift.Renamed renamed ->
                    repairs.restarted(gameId, record, there.labelled(), deaths, seenBy)
                            .orElseGet(() -> endpoints.renamed(renamed, record.orElseThrow()));
            case Drift.Detached detached ->
                    repairs.restarted(gameId, record, there.labelled(), deaths, seenBy)
                            .orElseGet(() -> endpoints.detached(detached, record.orElseThrow()));
            case Drift.Adopt adopt -> {
                adopt.former().ifPresent(this::believe);
                yield repairs.adopt(adopt, record, there, news(record, deaths), seenBy);
            }
            case Drift.Dispose dispose -> {
                believe(dispose.loss());
                yield repairs.lost(
                        dispose,
                        dispose.loss(),
                        record.orElseThrow(),
                        news(record, deaths),
                        seenBy);
            }
            case Drift.ObservedExited exited -> {
                Optional<ContainerId> recorded =
                        record.flatMap(found -> found.state().containerId());
                if (recorded.equals(Optional.of(exited.loss().container()))) {
                    yield repairs.lost(
                            exited,
                            exited.loss(),
                            record.orElseThrow(),
                            news(record, deaths),
                            seenBy);
                }
                recorded.map(Loss.Gone::new).ifPresent(this::believe);
                yield repairs.succeeded(exited, record, news(record, deaths), seenBy);
            }
        };
    }

    /** An exit is news only while the record says that the engine runs. */
    private static Map<ContainerId, ContainerExit> news(
            Optional<RuntimeRecord> record, Map<ContainerId, ContainerExit> deaths) {
        return record.map(RuntimeRecord::state)
                        .filter(RuntimeState.Running.class::isInstance)
                        .isPresent()
                ? deaths
                : Map.of();
    }

    /** A container counts as gone only if the daemon that had it says so. */
    private void believe(Loss loss) {
        switch (loss) {
            case Loss.Gone _ -> all.requireSameDaemon();
            case Loss.Ended _ -> {}
        }
    }
}
