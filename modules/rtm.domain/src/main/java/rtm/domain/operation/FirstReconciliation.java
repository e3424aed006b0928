package rtm.domain.operation;

import rtm.domain.model.GameId;

/**
 * Reconciles the record of a game before an operation opens its row. Otherwise the operation would
 * mistake an earlier exit of the engine for its own effect, and nobody would report that exit.
 */
@FunctionalInterface
public interface FirstReconciliation {

    /**
     * Corrects the record of a game whose engine has exited or disappeared.
     *
     * @param ownership of the operation that holds the game
     * @throws rtm.domain.model.DependencyUnavailableException if the state cannot be known now
     */
    void reconcile(GameId gameId, OwnershipCheck ownership);
}
