package rtm.domain.rule;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;

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
     * The engine that is recorded as running has ended, or the engine of a container that is newer
     * than the database, and that the record does not name.
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
}
