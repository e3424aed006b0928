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
 * Releases leases. If a release fails, or if this process may hold a lease without knowing it, the
 * claim waits here until Redis answers or the lease has expired.
 */
final class LeaseReleases {

    private final ReconnectingConnection link;
    private final Duration timeout;
    private final Duration retryAfter;

    /** The claims to release, each with the time at which Redis expires it. */
    private final Map<LeaseClaim, Long> waiting = new HashMap<>();

    private long due;

    LeaseReleases(ReconnectingConnection link, Duration timeout, Duration retryAfter) {
        this.link = link;
        this.timeout = timeout;
        this.retryAfter = retryAfter;
    }

    /** The claim is about to be requested again, so it must not be released. */
    synchronized void keep(LeaseClaim claim) {
        waiting.remove(claim);
    }

    /** Plans a release for as soon as Redis answers. */
    synchronized void add(LeaseClaim claim, long expiresAt) {
        waiting.put(claim, expiresAt);
        due = System.nanoTime();
    }

    /** The time until the next release; {@link Long#MAX_VALUE} if none is planned. */
    synchronized long nanosToNext() {
        return waiting.isEmpty() ? Long.MAX_VALUE : due - System.nanoTime();
    }

    /** Releases these claims now. */
    void release(List<LeaseClaim> claims) {
        Deadline deadline = Deadline.in(timeout);
        ReconnectingConnection.Session session = link.session(deadline);
        link.await(session, send(session.redis(), claims), deadline);
    }

    /** Releases the waiting claims, if they are due. */
    void releaseWaiting() {
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
     * Sends under the lock of {@link #keep}: a later request of such a claim uses the same
     * connection and so reaches Redis after the release.
     */
    private synchronized Batch sendWaiting(RedisAsyncCommands<byte[], byte[]> redis) {
        Map<LeaseClaim, Long> claims = Map.copyOf(waiting);
        return new Batch(claims, send(redis, List.copyOf(claims.keySet())));
    }

    private static RedisFuture<Long> send(
            RedisAsyncCommands<byte[], byte[]> redis, List<LeaseClaim> claims) {
        return LeaseScripts.RELEASE.send(
                redis,
                claims.stream().map(LeaseClaim::key).toList(),
                claims.stream().map(LeaseClaim::value).toList());
    }

    private synchronized void forget(Map<LeaseClaim, Long> released) {
        released.forEach(waiting::remove);
    }

    private synchronized void postpone() {
        long now = System.nanoTime();
        waiting.values().removeIf(expiresAt -> expiresAt - now <= 0);
        due = now + retryAfter.toNanos();
    }

    /** The claims that still wait. */
    synchronized List<LeaseClaim> waiting() {
        return List.copyOf(waiting.keySet());
    }

    private record Batch(Map<LeaseClaim, Long> claims, RedisFuture<Long> answer) {}
}
