package rtm.domain.fake;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationId;
import rtm.domain.port.GameLeases;

/**
 * Leases in memory. They expire only by {@link #expire}. Instances made with {@link
 * #anotherProcess} share the stored leases, as two processes share one Redis.
 */
public final class InMemoryLeases implements GameLeases {

    private final Map<GameId, String> values;
    private final FakeRedis redis = new FakeRedis();

    /** No lease is held. */
    public InMemoryLeases() {
        this(new ConcurrentHashMap<>());
    }

    private InMemoryLeases(Map<GameId, String> values) {
        this.values = values;
    }

    /** The same leases, as another process sees them, with its own faults. */
    public InMemoryLeases anotherProcess() {
        return new InMemoryLeases(values);
    }

    /** Whether every call fails from now on. */
    public void unavailable(boolean away) {
        redis.unavailable(away);
    }

    /** The next calls take effect and then fail, as many as given. */
    public void loseAnswers(int calls) {
        redis.loseAnswers(calls);
    }

    /** The value stored for a game, if any. */
    public Optional<String> stored(GameId gameId) {
        return Optional.ofNullable(values.get(gameId));
    }

    /** Stores any value for a game, as another process or a stranger would. */
    public void store(GameId gameId, String value) {
        values.put(gameId, value);
    }

    /** The lease of a game expires; its holder sees it as no longer valid. */
    public void expire(GameId gameId) {
        values.remove(gameId);
    }

    @Override
    public Attempt tryAcquire(GameId gameId, Holder holder) {
        return redis.call(
                () -> answer(gameId, holder, values.putIfAbsent(gameId, holder.toString())));
    }

    @Override
    public Attempt takeOver(GameId gameId, Holder dead, Holder holder) {
        return redis.call(() -> {
            values.replace(gameId, dead.toString(), holder.toString());
            return answer(gameId, holder, values.putIfAbsent(gameId, holder.toString()));
        });
    }

    private Attempt answer(GameId gameId, Holder holder, @Nullable String found) {
        if (found == null || found.equals(holder.toString())) {
            return new Attempt.Acquired(new HeldLease(gameId, holder.toString()));
        }
        return read(found).<Attempt>map(Attempt.HeldBy::new).orElseGet(Attempt.HeldByStranger::new);
    }

    private static Optional<Holder> read(String value) {
        String[] halves = value.split("/", -1);
        try {
            return halves.length == 2
                    ? Optional.of(
                            new Holder(
                                    new BootId(UUID.fromString(halves[0])),
                                    new OperationId(UUID.fromString(halves[1]))))
                    : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private final class HeldLease implements Lease {

        private final GameId gameId;
        private final String value;
        private final AtomicBoolean closed = new AtomicBoolean();

        HeldLease(GameId gameId, String value) {
            this.gameId = gameId;
            this.value = value;
        }

        @Override
        public boolean valid() {
            return !closed.get() && value.equals(values.get(gameId));
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                values.remove(gameId, value);
            }
        }
    }
}
