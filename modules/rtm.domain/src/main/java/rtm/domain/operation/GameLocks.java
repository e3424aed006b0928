package rtm.domain.operation;

import java.time.Duration;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationId;
import rtm.domain.port.GameLeases;
import rtm.domain.port.GameLeases.Attempt;
import rtm.domain.port.GameLeases.Holder;
import rtm.domain.port.GameLeases.Lease;
import rtm.domain.port.ProcessPresence;
import rtm.domain.time.Deadline;

/**
 * Claims a game for one operation: its turn within this process, then the lease between processes.
 * The lease of a dead process is taken over at once.
 */
public final class GameLocks {

    private static final Duration POLL = Duration.ofMillis(50);

    private final KeyedLock turns = new KeyedLock();
    private final GameLeases leases;
    private final ProcessPresence presence;

    public GameLocks(GameLeases leases, ProcessPresence presence) {
        this.leases = leases;
        this.presence = presence;
    }

    /**
     * Waits for the game.
     *
     * @return the claim; empty if it could not be had in time
     */
    public Optional<Claim> claim(GameId gameId, OperationId operation, Duration patience)
            throws InterruptedException {
        long start = System.nanoTime();
        Optional<Claim> claim = await(gameId, operation, patience);
        if (patience.isPositive()) {
            leases.waited(Duration.ofNanos(System.nanoTime() - start), claim.isPresent());
        }
        return claim;
    }

    private Optional<Claim> await(GameId gameId, OperationId operation, Duration patience)
            throws InterruptedException {
        Deadline deadline = Deadline.in(patience);
        if (!turns.enter(gameId, patience)) {
            return Optional.empty();
        }
        Optional<Lease> lease = Optional.empty();
        try {
            lease = lease(gameId, new Holder(presence.bootId(), operation), deadline);
        } finally {
            if (lease.isEmpty()) {
                turns.leave(gameId);
            }
        }
        return lease.map(held -> new Claim(gameId, held));
    }

    private Optional<Lease> lease(GameId gameId, Holder self, Deadline deadline)
            throws InterruptedException {
        while (true) {
            Attempt attempt = leases.tryAcquire(gameId, self);
            if (attempt instanceof Attempt.HeldBy(Holder other) && abandoned(other)) {
                attempt = leases.takeOver(gameId, other, self);
            }
            switch (attempt) {
                case Attempt.Acquired(Lease lease) -> {
                    return Optional.of(lease);
                }
                case Attempt.HeldBy _, Attempt.HeldByStranger _ -> {
                    if (deadline.past()) {
                        return Optional.empty();
                    }
                    Thread.sleep(POLL);
                }
            }
        }
    }

    /**
     * Our own is one that could not be freed: while we have the turn, no other of ours is at work.
     */
    private boolean abandoned(Holder holder) {
        return holder.boot().equals(presence.bootId()) || presence.isDead(holder.boot());
    }

    /** A game that is held. To be closed on the thread that claimed it. */
    public final class Claim implements AutoCloseable {
        private final GameId gameId;
        private final Lease lease;

        private Claim(GameId gameId, Lease lease) {
            this.gameId = gameId;
            this.lease = lease;
        }

        /** The ownership check of the operation that holds the game. */
        public OwnershipCheck ownership() {
            return new OwnershipCheck(lease, presence);
        }

        @Override
        public void close() {
            try {
                lease.close();
            } finally {
                turns.leave(gameId);
            }
        }
    }
}
