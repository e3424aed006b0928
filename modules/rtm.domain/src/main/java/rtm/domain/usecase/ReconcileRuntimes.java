package rtm.domain.usecase;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Death;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSource;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.port.ContainerEngine;
import rtm.domain.port.EngineRegistry;
import rtm.domain.port.RuntimeStore;
import rtm.domain.rule.Drift;
import rtm.domain.rule.Drift.Loss;

/**
 * Lets the records follow the containers. Containers are only looked at: none is started, stopped
 * or removed here.
 */
public final class ReconcileRuntimes {

    private final RuntimeStore store;
    private final ContainerEngine engine;
    private final EngineRegistry registry;
    private final RepairFrame frame;
    private final Repairs repairs;

    ReconcileRuntimes(
            RuntimeStore store,
            ContainerEngine engine,
            EngineRegistry registry,
            RepairFrame frame,
            Repairs repairs) {
        this.store = store;
        this.engine = engine;
        this.registry = registry;
        this.frame = frame;
        this.repairs = repairs;
    }

    /**
     * What a comparison of everything found.
     *
     * @param drifts of each game that has one, and of containers that belong to no game
     * @param records how many records there are
     * @param containers how many containers of this service
     */
    public record Survey(List<Drift> drifts, int records, int containers) {}

    /**
     * Compares all records with all containers, and changes nothing.
     *
     * @throws DependencyUnavailableException if PostgreSQL or Docker does not tell everything, or
     *     the engine is another one than the records are about
     */
    public Survey survey() {
        requireSameEngine();
        List<ObservedContainer> containers = Look.atAll(engine);
        List<OpenOperation> open = store.openOperations();
        List<RuntimeRecord> records = store.list(Optional.empty());
        return new Survey(
                Drift.survey(records, containers, open), records.size(), containers.size());
    }

    /**
     * Looks at one game while holding it, and puts its record right.
     *
     * @param seenBy who saw that there is something to look at
     * @param deaths what Docker told of ends of this game's engines
     * @return the drift that was found, and repaired where that can be done here
     * @throws GameBusyException if an operation of the game is in progress
     * @throws DependencyUnavailableException if it has to be tried again
     * @throws rtm.domain.model.OwnershipLostException if another process took the game over
     */
    public Drift repair(GameId gameId, HealthSource seenBy, Collection<Death> deaths)
            throws InterruptedException {
        Map<ContainerId, Death> told =
                deaths.stream()
                        .collect(
                                Collectors.toMap(
                                        Death::container,
                                        Function.identity(),
                                        (_, later) -> later));
        return frame.repair(gameId, record -> judge(gameId, record, seenBy, told));
    }

    private RepairFrame.Judgement judge(
            GameId gameId,
            Optional<RuntimeRecord> record,
            HealthSource seenBy,
            Map<ContainerId, Death> deaths) {
        List<ObservedContainer> containers = Look.at(engine, gameId);
        Drift drift = Drift.judge(gameId, record, containers);
        return switch (drift) {
            case Drift.None _ ->
                    repairs.restarted(gameId, record, containers, deaths, seenBy)
                            .orElseGet(() -> RepairFrame.Judgement.nothing(drift));
            case Drift.InFlight _, Drift.TwoRunning _, Drift.InvalidLabel _ ->
                    RepairFrame.Judgement.nothing(drift);
            case Drift.Adopt adopt -> {
                adopt.former().ifPresent(this::believe);
                yield repairs.adopt(adopt, record, news(record, deaths), seenBy);
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
            case Drift.ObservedExited exited ->
                    repairs.lost(
                            exited,
                            exited.loss(),
                            record.orElseThrow(),
                            news(record, deaths),
                            seenBy);
        };
    }

    /** The end of an engine is news only while the record says that it runs. */
    private static Map<ContainerId, Death> news(
            Optional<RuntimeRecord> record, Map<ContainerId, Death> deaths) {
        return record.map(RuntimeRecord::state)
                        .filter(RuntimeState.Running.class::isInstance)
                        .isPresent()
                ? deaths
                : Map.of();
    }

    /** That something is not there is believed only of the engine on which it was. */
    private void believe(Loss loss) {
        switch (loss) {
            case Loss.Gone _ -> requireSameEngine();
            case Loss.Ended _ -> {}
        }
    }

    private void requireSameEngine() {
        Optional<String> remembered = registry.rememberedEngine();
        String id = engine.engineId();
        if (remembered.isPresent() && !remembered.orElseThrow().equals(id)) {
            throw new DependencyUnavailableException(
                    Dependency.DOCKER,
                    "the engine's ID is %s, but the records are about engine %s; nothing is judged by it"
                            .formatted(id, remembered.orElseThrow()),
                    null);
        }
    }
}
