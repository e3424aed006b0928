package rtm.domain.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.GameId;
import rtm.domain.model.Labels;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;

/**
 * How a record and its containers disagree, and therefore what to correct. Only the record is
 * corrected; containers are never changed.
 */
public sealed interface Drift {

    /**
     * They agree.
     *
     * @param gameId the game
     */
    record None(GameId gameId) implements Drift {}

    /**
     * An operation is in progress, so nothing can be decided yet.
     *
     * @param gameId the game
     * @param operation the open row
     */
    record InFlight(GameId gameId, OpenOperation operation) implements Drift {}

    /**
     * An engine runs that the record does not name.
     *
     * @param gameId the game
     * @param running the engine's container
     * @param former what happened to the container that the record names, if that is new
     */
    record Adopt(GameId gameId, ObservedContainer running, Optional<Loss> former)
            implements Drift {}

    /**
     * The recorded container disappeared, and this service had not removed it.
     *
     * @param gameId the game
     * @param loss the disappeared container
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
     * More than one engine of a game runs; an operator must choose.
     *
     * @param gameId the game
     * @param running all of them
     */
    record TwoRunning(GameId gameId, List<ObservedContainer> running) implements Drift {}

    /**
     * The container of the recorded engine, which this service created, has another name than its
     * game, so the recorded endpoint cannot be resolved.
     *
     * @param gameId the game
     * @param container the engine's container
     * @param holder the container that has the game's name; empty if the name is free
     */
    record Renamed(GameId gameId, ObservedContainer container, Optional<ObservedContainer> holder)
            implements Drift {}

    /**
     * The container of the recorded engine, which this service created, is not attached to the
     * engines' network, so nobody there can reach it.
     *
     * @param gameId the game
     * @param container the engine's container
     */
    record Detached(GameId gameId, ObservedContainer container) implements Drift {}

    /**
     * A container is on this node, and its game's record names another one; it is not touched.
     *
     * @param gameId the game
     * @param node the node that the record names
     * @param containers the game's containers here
     */
    record ForeignNode(GameId gameId, NodeId node, List<ObservedContainer> containers)
            implements Drift {}

    /**
     * A container has this service's owner label and an invalid game label.
     *
     * @param container the container
     */
    record InvalidLabel(ObservedContainer container) implements Drift {}

    /** What happened to a container that the record names. */
    sealed interface Loss {

        /** The container. */
        ContainerId container();

        /**
         * It disappeared.
         *
         * @param container the container
         */
        record Gone(ContainerId container) implements Loss {}

        /**
         * It exists, and its engine has ended.
         *
         * @param container the container
         */
        record Ended(ContainerId container) implements Loss {}
    }

    /** The kind of drift, as the metric names it; empty without a drift. */
    default Optional<String> kind() {
        return switch (this) {
            case None _, InFlight _ -> Optional.empty();
            case Adopt _ -> Optional.of("adopt");
            case Dispose _ -> Optional.of("dispose");
            case ObservedExited _ -> Optional.of("observed_exited");
            case TwoRunning _ -> Optional.of("two_running");
            case Renamed _ -> Optional.of("renamed");
            case Detached _ -> Optional.of("detached");
            case ForeignNode _ -> Optional.of("foreign_node");
            case InvalidLabel _ -> Optional.of("invalid_label");
        };
    }

    /** The game; empty for an invalid label. */
    default Optional<GameId> game() {
        return switch (this) {
            case None(GameId gameId) -> Optional.of(gameId);
            case InFlight(GameId gameId, _) -> Optional.of(gameId);
            case Adopt(GameId gameId, _, _) -> Optional.of(gameId);
            case Dispose(GameId gameId, _) -> Optional.of(gameId);
            case ObservedExited(GameId gameId, _) -> Optional.of(gameId);
            case TwoRunning(GameId gameId, _) -> Optional.of(gameId);
            case Renamed(GameId gameId, _, _) -> Optional.of(gameId);
            case Detached(GameId gameId, _) -> Optional.of(gameId);
            case ForeignNode(GameId gameId, _, _) -> Optional.of(gameId);
            case InvalidLabel _ -> Optional.empty();
        };
    }

    /**
     * Compares all records of a node with all containers there that carry the owner label.
     *
     * @param here the node
     * @param records also of games of other nodes, if one of their containers is here
     * @param sorting sorts the containers of a game that seem to differ from its record
     * @return the drifts, sorted by game, followed by containers without a valid game
     */
    static List<Drift> survey(
            NodeId here,
            List<RuntimeRecord> records,
            List<ObservedContainer> containers,
            List<OpenOperation> open,
            Sorting sorting) {
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
            Optional<RuntimeRecord> record = Optional.ofNullable(recorded.get(game));
            List<ObservedContainer> there = byGame.getOrDefault(Optional.of(game), List.of());
            Drift drift =
                    judge(here, game, record, new GameContainers(there, List.of(), List.of()));
            if (!(drift instanceof None) && openRows.containsKey(game)) {
                drift = new InFlight(game, Objects.requireNonNull(openRows.get(game)));
            } else if (!(drift instanceof None)) {
                drift = judge(here, game, record, sorting.sort(game, record, there));
            }
            if (!(drift instanceof None)) {
                found.add(drift);
            }
        }
        byGame.getOrDefault(Optional.<GameId>empty(), List.of())
                .forEach(container -> found.add(new InvalidLabel(container)));
        return List.copyOf(found);
    }

    /** Sorts the containers of a game by what its record and the operation log say. */
    @FunctionalInterface
    interface Sorting {
        GameContainers sort(
                GameId gameId, Optional<RuntimeRecord> record, List<ObservedContainer> containers);
    }

    private static Optional<GameId> labelled(ObservedContainer container) {
        return GameId.parse(container.labels().getOrDefault(Labels.GAME_ID, ""));
    }

    /**
     * Compares a game's record with its containers on a node. What is there of a game of another
     * node says nothing about that game's record. Call it only while no operation of the game is in
     * progress. If the state of one of them is not known, there is nothing to correct.
     */
    static Drift judge(
            NodeId here, GameId gameId, Optional<RuntimeRecord> record, GameContainers containers) {
        List<ObservedContainer> labelled = containers.labelled();
        Optional<NodeId> elsewhere =
                record.map(RuntimeRecord::node).filter(node -> !node.equals(here));
        if (elsewhere.isPresent()) {
            return labelled.isEmpty()
                    ? new None(gameId)
                    : new ForeignNode(gameId, elsewhere.orElseThrow(), labelled);
        }
        if (labelled.stream().anyMatch(one -> one.state() == ContainerState.UNKNOWN)) {
            return new None(gameId);
        }
        List<ObservedContainer> live = containers.running();
        Drift drift =
                record.map(RuntimeRecord::state)
                        .map(state -> judge(gameId, state, containers))
                        .orElseGet(() -> adoptOrNone(gameId, live, Optional.empty()));
        List<ObservedContainer> all = labelled.stream().filter(ObservedContainer::live).toList();
        return switch (drift) {
            case None _, Renamed _, Detached _ when all.size() > 1 -> new TwoRunning(gameId, all);
            case Drift other -> other;
        };
    }

    private static Drift judge(GameId gameId, RuntimeState state, GameContainers containers) {
        List<ObservedContainer> labelled = containers.labelled();
        List<ObservedContainer> live = containers.running();
        return switch (state) {
            case RuntimeState.Running(ContainerId container) -> {
                if (isThere(container, live)) {
                    yield unreachableOrNone(gameId, container, containers);
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

    /** A container that a person created keeps its name; the record has it. */
    private static Drift unreachableOrNone(
            GameId gameId, ContainerId container, GameContainers containers) {
        return containers.running().stream()
                .filter(one -> one.id().equals(container) && !one.madeByHand())
                .findFirst()
                .flatMap(one -> unreachable(gameId, one, containers))
                .orElseGet(() -> new None(gameId));
    }

    private static Optional<Drift> unreachable(
            GameId gameId, ObservedContainer engine, GameContainers containers) {
        if (engine.detached()) {
            return Optional.of(new Detached(gameId, engine));
        }
        return engine.inPlaceOf(gameId)
                ? Optional.empty()
                : Optional.of(new Renamed(gameId, engine, containers.inPlaceOf(gameId)));
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
