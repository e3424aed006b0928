package rtm.streams;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import rtm.domain.model.GameId;
import rtm.domain.port.GameLeases.Holder;
import rtm.domain.port.GameLeases.Lease;

/**
 * A lease that this process holds.
 *
 * <p>It stops to be valid one fifth of its lifetime before Redis may expire it. This margin, 12 s
 * of the default 60 s, covers a pause of this process between checking the lease and acting on it,
 * and clocks that run at different speeds. With a renewal after each third of the lifetime, a held
 * lease survives 28 s without Redis.
 */
final class HeldLease implements Lease {

    private static final int MARGIN = 5;

    private final GameId gameId;
    private final Holder holder;
    private final Consumer<HeldLease> release;
    private final Duration ttl;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean lost;
    private volatile long expiresAt;

    /**
     * @param release releases it at Redis
     * @param sentAt when Redis was asked for it, by {@link System#nanoTime}; it expires later than
     *     one lifetime after this
     */
    HeldLease(
            GameId gameId, Holder holder, Consumer<HeldLease> release, Duration ttl, long sentAt) {
        this.gameId = gameId;
        this.holder = holder;
        this.release = release;
        this.ttl = ttl;
        this.expiresAt = sentAt + ttl.toNanos();
    }

    GameId gameId() {
        return gameId;
    }

    Holder holder() {
        return holder;
    }

    LeaseClaim claim() {
        return new LeaseClaim(LeaseClaim.key(gameId), holder.toString());
    }

    @Override
    public boolean valid() {
        return !closed.get() && !lost && !pastItsMargin();
    }

    boolean pastItsMargin() {
        return System.nanoTime() - expiresAt + ttl.dividedBy(MARGIN).toNanos() >= 0;
    }

    long expiresAt() {
        return expiresAt;
    }

    /** Redis renewed it. A lease that was not valid never becomes valid again. */
    void renewed(long sentAt) {
        if (pastItsMargin()) {
            lost = true;
        }
        expiresAt = sentAt + ttl.toNanos();
    }

    void lose() {
        lost = true;
    }

    boolean isLost() {
        return lost;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.accept(this);
        }
    }
}
