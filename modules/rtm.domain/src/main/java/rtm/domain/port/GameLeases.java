package rtm.domain.port;

import java.time.Duration;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationId;

/**
 * The per-game lease in Redis, {@code rtmanager:game_lease:<game_id>}. It saves work between
 * processes; what decides is the open row in PostgreSQL. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when Redis does not answer in time.
 */
public interface GameLeases {

    /** Takes the lease if it is free. The holder renews it until it is closed. */
    Attempt tryAcquire(GameId gameId, Holder holder);

    /** Takes the lease from a holder that is dead, if that one still has it, or it fell free. */
    Attempt takeOver(GameId gameId, Holder dead, Holder holder);

    /**
     * Told how long an operation waited for its game, in this process and for the lease; for the
     * figures only.
     *
     * @param claimed whether it got the game
     */
    default void waited(Duration wait, boolean claimed) {}

    /**
     * Who holds a lease; written as its value, {@code <boot id>/<operation id>}.
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

    /** What asking for a lease came to. */
    sealed interface Attempt {

        /**
         * The lease is ours.
         *
         * @param lease to be closed when the work is done
         */
        record Acquired(Lease lease) implements Attempt {}

        /**
         * Another holder has it.
         *
         * @param holder who
         */
        record HeldBy(Holder holder) implements Attempt {}

        /**
         * A value that no process of this service writes is in its place; it runs out by itself.
         */
        record HeldByStranger() implements Attempt {}
    }

    /** A lease that is held and renewed in the background. */
    interface Lease extends AutoCloseable {

        /**
         * Whether it is surely still ours, by this process' monotonic clock: false from a margin
         * before the moment at which Redis may have let it go.
         */
        boolean valid();

        /** Frees it, if it is still ours; never throws, since it runs out by itself. */
        @Override
        void close();
    }
}
