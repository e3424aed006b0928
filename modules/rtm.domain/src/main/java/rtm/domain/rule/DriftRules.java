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
import rtm.domain.rule.Drift.Adopt;
import rtm.domain.rule.Drift.Detached;
import rtm.domain.rule.Drift.Dispose;
import rtm.domain.rule.Drift.ForeignNode;
import rtm.domain.rule.Drift.InFlight;
import rtm.domain.rule.Drift.InvalidLabel;
import rtm.domain.rule.Drift.Loss;
import rtm.domain.rule.Drift.None;
import rtm.domain.rule.Drift.ObservedExited;
import rtm.domain.rule.Drift.Renamed;
import rtm.domain.rule.Drift.TwoRunning;

/** Finds how the records of a node and the containers there disagree. */
public final class DriftRules {

    private DriftRules() {}

    /**
     * Compares all records of a node with all containers there that carry the owner label.
     *
     * @param here the node
     * @param records also of games of other nodes, if one of their containers is here
     * @param sorting sorts the containers of a game that seem to differ from its record
     * @return the drifts, sorted by game, followed by containers without a valid game
     */
    public static List<Drift> survey(
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
                        .collect(Collectors.groupingBy(DriftRules::labelled));
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
            Drift drift = judge(here, game, record, GameContainers.unsorted(there));
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
    public interface Sorting {

        /** The containers of that game, sorted. */
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
    public static Drift judge(
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
        Drift drift =
                record.map(RuntimeRecord::state)
                        .map(state -> judge(gameId, state, containers))
                        .orElseGet(() -> withoutContainer(gameId, containers));
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
                        : lost(gameId, loss, containers);
            }
            case RuntimeState.Stopped(ContainerId container, _) -> {
                Optional<Loss> gone =
                        isThere(container, labelled)
                                ? Optional.empty()
                                : Optional.of(new Loss.Gone(container));
                yield live.size() != 1 && gone.isPresent()
                        ? lost(gameId, gone.orElseThrow(), containers)
                        : adoptOrNone(gameId, live, gone);
            }
            case RuntimeState.Removed _ -> withoutContainer(gameId, containers);
        };
    }

    /** There is no record, or it names no container. */
    private static Drift withoutContainer(GameId gameId, GameContainers containers) {
        return succeeded(gameId, containers)
                .orElseGet(() -> adoptOrNone(gameId, containers.running(), Optional.empty()));
    }

    /** The record follows a container that ended and is newer than the database. */
    private static Optional<Drift> succeeded(GameId gameId, GameContainers containers) {
        return containers
                .successor(gameId)
                .filter(_ -> containers.running().isEmpty())
                .map(newest -> new ObservedExited(gameId, new Loss.Ended(newest.id())));
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

    private static Drift lost(GameId gameId, Loss loss, GameContainers containers) {
        return switch (loss) {
            case Loss.Gone gone ->
                    succeeded(gameId, containers).orElseGet(() -> new Dispose(gameId, gone));
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
