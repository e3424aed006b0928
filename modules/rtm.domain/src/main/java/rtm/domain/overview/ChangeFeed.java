package rtm.domain.overview;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;

/**
 * The last changes that this process committed, numbered from 1 on. A writer never waits for a
 * reader.
 */
public final class ChangeFeed {

    /** How many changes are kept. */
    public static final int KEPT = 1000;

    private final BootId bootId;
    private final @Nullable Change[] ring = new Change[KEPT];
    private long last;
    private volatile Runnable listener = () -> {};

    /** Nothing has changed yet. */
    public ChangeFeed(BootId bootId) {
        this.bootId = bootId;
    }

    /** The process whose changes these are; numbers of another one mean nothing here. */
    public BootId bootId() {
        return bootId;
    }

    /**
     * Calls this after each change, in place of what was called before.
     *
     * @param wake must return at once
     */
    public void listen(Runnable wake) {
        listener = wake;
    }

    /** Adds a change; the oldest one goes if there are too many. */
    public void publish(Change change) {
        synchronized (this) {
            last++;
            ring[slot(last)] = change;
        }
        listener.run();
    }

    private static int slot(long number) {
        return (int) (number % KEPT);
    }

    /** The number of the last change; 0 if there was none. */
    public synchronized long last() {
        return last;
    }

    /** The number before the oldest change that is kept. */
    public synchronized long beforeFirst() {
        return Math.max(0, last - KEPT);
    }

    /**
     * The next change after a position.
     *
     * @param position the number of the last change that was read
     * @param game the only game that matters; empty for all
     * @return the change, or the end of the feed; empty if changes after the position are lost
     */
    public synchronized Optional<Next> after(long position, Optional<GameId> game) {
        if (position < beforeFirst() || position > last) {
            return Optional.empty();
        }
        for (long number = position + 1; number <= last; number++) {
            Change change = ring[slot(number)];
            if (change != null && (game.isEmpty() || game.get().equals(change.gameId()))) {
                return Optional.of(new Next(number, Optional.of(change)));
            }
        }
        return Optional.of(new Next(last, Optional.empty()));
    }

    /**
     * What follows a position.
     *
     * @param number the new position
     * @param change the change; empty if there is none yet
     */
    public record Next(long number, Optional<Change> change) {}
}
