package rtm.workers.repair;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import rtm.domain.ending.EndingKeeper;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EndingEntry;
import rtm.domain.model.GameId;
import rtm.workers.loop.GameMailboxes;
import rtm.workers.loop.Interruption;

/**
 * Completes endings after they are committed: asks Docker how the engines ended, and reads their
 * last output. Nobody waits for it. What fails is tried again after the next comparison of records
 * and containers. There is no thread while there is nothing to read.
 */
public final class EndingOutputs {

    /** Few at once: games may be starting. */
    private static final int PLACES = 4;

    private static final int MOST_LISTED = 500;

    private static final Log LOG = Log.of(EndingOutputs.class);

    private final EndingKeeper keeper;
    private final GameMailboxes games = new GameMailboxes("ending-");
    private final Semaphore places = new Semaphore(PLACES, true);
    private final Set<GameId> requested = ConcurrentHashMap.newKeySet();

    public EndingOutputs(EndingKeeper keeper) {
        this.keeper = keeper;
    }

    /** An engine of the game may have ended; returns at once. */
    void look(GameId gameId) {
        if (requested.add(gameId) && !games.submit(gameId, () -> work(gameId))) {
            requested.remove(gameId);
        }
    }

    /** Engines of any game may have ended. */
    void lookAtAll() {
        keeper.incomplete(Optional.empty(), MOST_LISTED)
                .forEach(entry -> look(entry.ending().gameId()));
    }

    private void work(GameId gameId) throws InterruptedException {
        places.acquire();
        try {
            requested.remove(gameId);
            for (EndingEntry entry : keeper.incomplete(Optional.of(gameId), MOST_LISTED)) {
                keeper.complete(entry);
            }
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            LOG.debug(
                    "output of an engine that ended cannot be read yet",
                    LogField.of("game_id", gameId),
                    LogField.of("error", away.text()));
        } finally {
            places.release();
        }
    }

    /** Starts no more, and interrupts the running ones; the next term completes the rest. */
    public void interrupt() {
        games.interrupt();
    }
}
