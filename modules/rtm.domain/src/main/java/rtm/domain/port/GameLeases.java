package rtm.domain.port;

import java.time.Duration;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationId;

/**
 * The per-game lease in Redis, {@code rtmanager:game_lease:<game_id>}. It avoids useless attempts;
 * the open row in PostgreSQL decides. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when Redis does not answer in time.
 */
public interface GameLeases {

    /** Takes the lease if it is free. It is renewed until it is closed. */
    Attempt tryAcquire(GameId gameId, Holder holder);

    /** Takes the lease from a dead holder, if that holder still has it or the lease is free. */
    Attempt takeOver(GameId gameId, Holder dead, Holder holder);

    /**
     * Records how long an operation waited for its game, in this process and for the lease; for
     * metrics only.
     *
     * @param claimed whether it got the game
     */
    default void waited(Duration wait, boolean claimed) {}

    /**
     * The holder of a lease; stored as the lease's value, {@code <boot id>/<operation id>}.
     *
     * @param boot the process
     * @param operation the operation
     */
    record Holder(BootId boot, OperationId operation) {
        @Override
        public String toString() {
            return boot + "/" + operation;
        }
    }

    /** The result of trying to take a lease. */
    sealed interface Attempt {

        /**
         * The caller has the lease.
         *
         * @param lease the lease, to be closed after the work
         */
        record Acquired(Lease lease) implements Attempt {}

        /**
         * Another process has it.
         *
         * @param holder its holder
         */
        record HeldBy(Holder holder) implements Attempt {}

        /** The key holds a value that no process of this service writes; it expires by itself. */
        record HeldByStranger() implements Attempt {}
    }

    /** A lease that is held and renewed in the background. */
    interface Lease extends AutoCloseable {

        /**
         * Whether this process certainly still holds it, by its monotonic clock: false already some
         * time before Redis may let it expire.
         */
        boolean valid();

        /** Releases it if this process still holds it; never throws, since it expires by itself. */
        @Override
        void close();
    }
}
