package rtm.domain.operation;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import rtm.domain.model.GameId;

/** Lets the operations of one game pass one at a time within this process, in their order. */
final class KeyedLock {

    private final ConcurrentMap<GameId, Queue> queues = new ConcurrentHashMap<>();

    /**
     * Waits for the game's turn.
     *
     * @return whether it came in time; if so, {@link #leave} must follow on the same thread
     */
    boolean enter(GameId gameId, Duration patience) throws InterruptedException {
        Queue queue =
                queues.compute(
                        gameId,
                        (_, known) -> {
                            Queue joined = known == null ? new Queue() : known;
                            joined.members++;
                            return joined;
                        });
        boolean entered = false;
        try {
            entered = queue.turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
            return entered;
        } finally {
            if (!entered) {
                depart(gameId);
            }
        }
    }

    /** Ends the turn. */
    void leave(GameId gameId) {
        Queue queue = queues.get(gameId);
        if (queue != null) {
            queue.turn.unlock();
            depart(gameId);
        }
    }

    private void depart(GameId gameId) {
        queues.computeIfPresent(gameId, (_, queue) -> --queue.members == 0 ? null : queue);
    }

    /** Changed only inside the map's own atomic calls. */
    private static final class Queue {
        private final ReentrantLock turn = new ReentrantLock(true);
        private int members;
    }
}
