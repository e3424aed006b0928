package rtm.domain.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;

/**
 * How records and containers disagree, and so what has to be put right. Containers are never
 * touched for it: the record follows them.
 */
public sealed interface Drift {

    /**
     * They agree.
     *
     * @param gameId the game
     */
    record None(GameId gameId) implements Drift {}

    /**
     * An operation is in progress, so nothing can be said yet.
     *
     * @param gameId the game
     * @param operation the open row
     */
    record InFlight(GameId gameId, OpenOperation operation) implements Drift {}

    /**
     * An engine runs that the record does not know.
     *
     * @param gameId the game
     * @param running its container
     * @param former what became of the container that the record names, if that is news
     */
    record Adopt(GameId gameId, ObservedContainer running, Optional<Loss> former)
            implements Drift {}

    /**
     * The recorded container is gone, and nobody here removed it.
     *
     * @param gameId the game
     * @param loss the container
     */
    record Dispose(GameId gameId, Loss.Gone loss) implements Drift {}

    /**
     * The engine that is recorded as running has ended.
     *
     * @param gameId the game
     * @param loss its container
     */
    record ObservedExited(GameId gameId, Loss.Ended loss) implements Drift {}

    /**
     * More than one engine of a game runs; a person has to choose.
     *
     * @param gameId the game
     * @param running all of them
     */
    record TwoRunning(GameId gameId, List<ObservedContainer> running) implements Drift {}

    /**
     * A container is labelled as this service's, for a game that cannot be.
     *
     * @param container that one
     */
    record InvalidLabel(ObservedContainer container) implements Drift {}

    /** What became of a container that the record names. */
    sealed interface Loss {

        /** Which container. */
        ContainerId container();

        /**
         * It is gone.
         *
         * @param container which
         */
        record Gone(ContainerId container) implements Loss {}

        /**
         * It is there, and its engine has ended.
         *
         * @param container which
         */
        record Ended(ContainerId container) implements Loss {}
    }

    /** The kind of drift, as the metric names it; empty where there is none. */
    default Optional<String> kind() {
        return switch (this) {
            case None _, InFlight _ -> Optional.empty();
            case Adopt _ -> Optional.of("adopt");
            case Dispose _ -> Optional.of("dispose");
            case ObservedExited _ -> Optional.of("observed_exited");
            case TwoRunning _ -> Optional.of("two_running");
            case InvalidLabel _ -> Optional.of("invalid_label");
        };
    }

    /** The game it is about; none for a label that is no game. */
    default Optional<GameId> game() {
        return switch (this) {
            case None(GameId gameId) -> Optional.of(gameId);
            case InFlight(GameId gameId, _) -> Optional.of(gameId);
            case Adopt(GameId gameId, _, _) -> Optional.of(gameId);
            case Dispose(GameId gameId, _) -> Optional.of(gameId);
            case ObservedExited(GameId gameId, _) -> Optional.of(gameId);
            case TwoRunning(GameId gameId, _) -> Optional.of(gameId);
            case InvalidLabel _ -> Optional.empty();
        };
    }

    /**
     * Compares all records with all containers that carry the owner label.
     *
     * @return the drift of each game that has one, by game, and after them what belongs to no game
     */
    static List<Drift> survey(
            List<RuntimeRecord> records,
            List<ObservedContainer> containers,
            List<OpenOperation> open) {
        Map<GameId, RuntimeRecord> recorded =
                records.stream()
                        .collect(Collectors.toMap(RuntimeRecord::gameId, Function.identity()));
        Map<Optional<GameId>, List<ObservedContainer>> byGame =
                containers.stream()
                        .filter(ObservedContainer::ours)
                        .collect(Collectors.groupingBy(Drift::labelled));
        Map<GameId, OpenOperation> openRows =
                open.stream()
                        .collect(
                                Collectors.toMap(
                                        OpenOperation::gameId,
                                        Function.identity(),
                                        (first, _) -> first));
        NavigableSet<GameId> games = new TreeSet<>(recorded.keySet());
        byGame.keySet().forEach(game -> game.ifPresent(games::add));
        List<Drift> found = new ArrayList<>();
        for (GameId game : games) {
            Drift drift =
                    judge(
                            game,
                            Optional.ofNullable(recorded.get(game)),
                            new GameContainers(
                                    byGame.getOrDefault(Optional.of(game), List.of()),
                                    List.of(),
                                    List.of()));
            if (!(drift instanceof None)) {
                found.add(
                        Optional.ofNullable(openRows.get(game))
                                .<Drift>map(row -> new InFlight(game, row))
                                .orElse(drift));
            }
        }
        byGame.getOrDefault(Optional.<GameId>empty(), List.of())
                .forEach(container -> found.add(new InvalidLabel(container)));
        return List.copyOf(found);
    }

    private static Optional<GameId> labelled(ObservedContainer container) {
        return GameId.parse(container.labels().getOrDefault(Labels.GAME_ID, ""));
    }

    /**
     * Compares a game's record with its containers. To be asked only while no operation of the game
     * is in progress.
     */
    static Drift judge(GameId gameId, Optional<RuntimeRecord> record, GameContainers containers) {
        List<ObservedContainer> labelled = containers.labelled();
        List<ObservedContainer> live = containers.running();
        Drift drift =
                record.map(RuntimeRecord::state)
                        .map(state -> judge(gameId, state, labelled, live))
                        .orElseGet(() -> adoptOrNone(gameId, live, Optional.empty()));
        List<ObservedContainer> all = labelled.stream().filter(ObservedContainer::live).toList();
        return drift instanceof None && all.size() > 1 ? new TwoRunning(gameId, all) : drift;
    }

    private static Drift judge(
            GameId gameId,
            RuntimeState state,
            List<ObservedContainer> labelled,
            List<ObservedContainer> live) {
        return switch (state) {
            case RuntimeState.Running(ContainerId container) -> {
                if (isThere(container, live)) {
                    yield new None(gameId);
                }
                Loss loss =
                        isThere(container, labelled)
                                ? new Loss.Ended(container)
                                : new Loss.Gone(container);
                yield live.size() == 1
                        ? adoptOrNone(gameId, live, Optional.of(loss))
                        : lost(gameId, loss);
            }
            case RuntimeState.Stopped(ContainerId container, _) -> {
                Optional<Loss> gone =
                        isThere(container, labelled)
                                ? Optional.empty()
                                : Optional.of(new Loss.Gone(container));
                yield live.size() != 1 && gone.isPresent()
                        ? lost(gameId, gone.orElseThrow())
                        : adoptOrNone(gameId, live, gone);
            }
            case RuntimeState.Removed _ -> adoptOrNone(gameId, live, Optional.empty());
        };
    }

    private static Drift lost(GameId gameId, Loss loss) {
        return switch (loss) {
            case Loss.Gone gone -> new Dispose(gameId, gone);
            case Loss.Ended ended -> new ObservedExited(gameId, ended);
        };
    }

    private static Drift adoptOrNone(
            GameId gameId, List<ObservedContainer> live, Optional<Loss> former) {
        return live.size() == 1 ? new Adopt(gameId, live.getFirst(), former) : new None(gameId);
    }

    private static boolean isThere(ContainerId container, List<ObservedContainer> among) {
        return among.stream().anyMatch(one -> one.id().equals(container));
    }
}
