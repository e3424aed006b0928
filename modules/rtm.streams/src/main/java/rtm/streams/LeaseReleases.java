package rtm.streams;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.time.Deadline;

/**
 * Frees leases; those that could not be freed at once, or that this process may have taken without
 * hearing of it, are kept until Redis answers or has let them go by itself.
 */
final class LeaseReleases {

    private final ReconnectingConnection link;
    private final Duration timeout;
    private final Duration retryAfter;

    /** What is still to be freed, by the moment at which Redis has let it go by itself. */
    private final Map<LeaseClaim, Long> waiting = new HashMap<>();

    private long due;

    LeaseReleases(ReconnectingConnection link, Duration timeout, Duration retryAfter) {
        this.link = link;
        this.timeout = timeout;
        this.retryAfter = retryAfter;
    }

    /** Someone is about to ask for this, so it is no longer to be freed. */
    synchronized void keep(LeaseClaim claim) {
        waiting.remove(claim);
    }

    /** To be freed as soon as Redis answers. */
    synchronized void add(LeaseClaim claim, long expiresAt) {
        waiting.put(claim, expiresAt);
        due = System.nanoTime();
    }

    /** How long until there is something to do; for ever when there is nothing. */
    synchronized long nanosToNext() {
        return waiting.isEmpty() ? Long.MAX_VALUE : due - System.nanoTime();
    }

    /** Frees these now. */
    void free(List<LeaseClaim> claims) {
        Deadline deadline = Deadline.in(timeout);
        ReconnectingConnection.Session session = link.session(deadline);
        link.await(session, send(session.redis(), claims), deadline);
    }

    /** Frees what waits, if it is time to. */
    void freeWaiting() {
        if (nanosToNext() > 0) {
            return;
        }
        try {
            Deadline deadline = Deadline.in(timeout);
            ReconnectingConnection.Session session = link.session(deadline);
            Batch batch = sendWaiting(session.redis());
            link.await(session, batch.answer(), deadline);
            forget(batch.claims());
        } catch (DependencyUnavailableException redisIsAway) {
            postpone();
        }
    }

    /**
     * Sends while {@link #keep} cannot come between: whoever asks for such a claim afterwards is
     * heard by Redis after this, since one connection carries both.
     */
    private synchronized Batch sendWaiting(RedisAsyncCommands<byte[], byte[]> redis) {
        Map<LeaseClaim, Long> claims = Map.copyOf(waiting);
        return new Batch(claims, send(redis, List.copyOf(claims.keySet())));
    }

    private static RedisFuture<Long> send(
            RedisAsyncCommands<byte[], byte[]> redis, List<LeaseClaim> claims) {
        return LeaseScripts.FREE.send(
                redis,
                claims.stream().map(LeaseClaim::key).toList(),
                claims.stream().map(LeaseClaim::value).toList());
    }

    private synchronized void forget(Map<LeaseClaim, Long> freed) {
        freed.forEach(waiting::remove);
    }

    private synchronized void postpone() {
        long now = System.nanoTime();
        waiting.values().removeIf(expiresAt -> expiresAt - now <= 0);
        due = now + retryAfter.toNanos();
    }

    /** Whatever still waits. */
    synchronized List<LeaseClaim> waiting() {
        return List.copyOf(waiting.keySet());
    }

    private record Batch(Map<LeaseClaim, Long> claims, RedisFuture<Long> answer) {}
}
