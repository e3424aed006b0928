package rtm.domain.overview;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameFilter;
import rtm.domain.model.GameId;
import rtm.domain.model.GameMark;
import rtm.domain.model.GameOverview;
import rtm.domain.model.NodeId;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationFilter;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;

/**
 * Lets callers read lists only a few at a time, in order of arrival. However many callers list, the
 * other connections are free for operations, workers and readiness.
 */
public final class ReadTurns {

    /** One of this number of connections is for lists. */
    private static final int SHARE = 3;

    private final Semaphore places;
    private final Duration longestWait;

    /**
     * Turns at a pool.
     *
     * @param connections the size of the pool; a third of it is for lists, and at least one
     * @param longestWait how long a caller waits for its turn
     */
    public ReadTurns(int connections, Duration longestWait) {
        this.places = new Semaphore(Math.max(1, connections / SHARE), true);
        this.longestWait = longestWait;
    }

    private <T> T take(Supplier<T> read) {
        try {
            if (!places.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw noTurn(
                        "too many lists are read at once, no turn within %d ms"
                                .formatted(longestWait.toMillis()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw noTurn("interrupted while waiting to read a list");
        }
        try {
            return read.get();
        } finally {
            places.release();
        }
    }

    private static DependencyUnavailableException noTurn(String why) {
        return new DependencyUnavailableException(Dependency.POSTGRES, why, null);
    }

    /** The same store; lists of records wait for their turn. */
    public RuntimeStore around(RuntimeStore store) {
        return new ListedInTurn(store);
    }

    /** The same overview; its lists wait for their turn. */
    public StoreOverview aroundOverview(StoreOverview overview) {
        return new OverviewInTurn(overview);
    }

    private final class ListedInTurn extends ForwardingStore {

        ListedInTurn(RuntimeStore store) {
            super(store);
        }

        @Override
        public RecordChunk chunk(Optional<RuntimeStatus> status, Optional<GameId> after, int most) {
            return take(() -> super.chunk(status, after, most));
        }

        @Override
        public RecordChunk chunkOn(
                NodeId node, Optional<RuntimeStatus> status, Optional<GameId> after, int most) {
            return take(() -> super.chunkOn(node, status, after, most));
        }
    }

    private final class OverviewInTurn implements StoreOverview {
        private final StoreOverview overview;

        OverviewInTurn(StoreOverview overview) {
            this.overview = overview;
        }

        @Override
        public Summary summary(int most) {
            return take(() -> overview.summary(most));
        }

        @Override
        public List<RuntimeRecord> records(GameFilter filter, Optional<GameId> after, int limit) {
            return take(() -> overview.records(filter, after, limit));
        }

        @Override
        public List<RuntimeRecord> records(Collection<GameId> games) {
            return take(() -> overview.records(games));
        }

        @Override
        public List<GameOverview> games(GameFilter filter, Optional<GameId> after, int limit) {
            return take(() -> overview.games(filter, after, limit));
        }

        @Override
        public List<GameOverview> games(Collection<GameId> games) {
            return take(() -> overview.games(games));
        }

        @Override
        public List<GameMark> marks(GameFilter filter, Optional<GameId> after, int limit) {
            return take(() -> overview.marks(filter, after, limit));
        }

        @Override
        public List<OperationEntry> operations(
                OperationFilter filter, Optional<Long> before, int limit) {
            return take(() -> overview.operations(filter, before, limit));
        }
    }
}
