package rtm.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.time.Durations;
import rtm.domain.time.SharedCalls;

/** Renews all leases of this process on one thread, which also retries failed releases. */
final class LeaseKeeper implements AutoCloseable {

    private static final Log LOG = Log.of(LeaseKeeper.class);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(1);
    private static final int RENEWALS = 3;
    private static final int RETRIES = 10;

    private final ReconnectingConnection link;
    private final Duration ttl;
    private final Duration retryAfter;
    private final LeaseReleases releases;

    /** Operations that end at the same time release their leases with one command. */
    private final SharedCalls<LeaseClaim, Boolean> releasing = new SharedCalls<>(this::releaseNow);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Leases by the moment of their next renewal; guarded by the lock. */
    private final Map<HeldLease, Long> renewals = new HashMap<>();

    private final Thread thread;
    private boolean closed;

    LeaseKeeper(ReconnectingConnection link, Duration ttl, Duration timeout) {
        this.link = link;
        this.ttl = ttl;
        this.retryAfter = Durations.shorter(ttl.dividedBy(RETRIES), LONGEST_RETRY);
        this.releases = new LeaseReleases(link, timeout, retryAfter);
        this.thread = Thread.ofVirtual().name("lease-renewal").start(this::run);
    }

    /** Call this before requesting the claim. */
    void requesting(LeaseClaim claim) {
        releases.keep(claim);
    }

    /** Starts to renew a lease that this process holds. */
    void keep(HeldLease lease) {
        change(() -> renewals.put(lease, dueAfter(lease.expiresAt() - ttl.toNanos())));
    }

    private long dueAfter(long sentAt) {
        return sentAt + ttl.dividedBy(RENEWALS).toNanos();
    }

    /**
     * It is unknown whether Redis granted the claim; if it did, the lease is released as soon as
     * Redis answers.
     */
    void releaseLater(LeaseClaim claim, long expiresAt) {
        change(() -> releases.add(claim, expiresAt));
    }

    /** Releases a lease now, or later if Redis does not answer; never throws. */
    void release(HeldLease lease) {
        change(() -> renewals.remove(lease));
        try {
            releasing.ask(lease.claim());
        } catch (DependencyUnavailableException redisIsAway) {
            releaseLater(lease.claim(), lease.expiresAt());
        }
    }

    private List<Boolean> releaseNow(List<LeaseClaim> claims) {
        releases.release(claims);
        return claims.stream().map(_ -> true).toList();
    }

    private void run() {
        try {
            while (awaitWork()) {
                renewDue();
                releases.releaseWaiting();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until something is due; false if this is closed. */
    private boolean awaitWork() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long wait = nanosToNextWork();
            while (!closed && wait > 0) {
                changed.awaitNanos(wait);
                wait = nanosToNextWork();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private long nanosToNextWork() {
        long now = System.nanoTime();
        long toRenewal =
                renewals.values().stream().mapToLong(due -> due - now).min().orElse(Long.MAX_VALUE);
        return Math.min(toRenewal, releases.nanosToNext());
    }

    private void renewDue() {
        List<HeldLease> due = dueAndValid();
        if (due.isEmpty()) {
            return;
        }
        long sentAt = System.nanoTime();
        try {
            List<Long> renewed = LeaseScripts.RENEW.run(link, keys(due), ttlAndValues(due));
            for (int i = 0; i < due.size(); i++) {
                apply(due.get(i), renewed.get(i) == 1, sentAt);
            }
        } catch (DependencyUnavailableException redisIsAway) {
            due.forEach(this::tryAgain);
        }
    }

    /**
     * A lease past its margin is not renewed: its holder may have stopped, and a renewed lease
     * would outlive the work.
     */
    private List<HeldLease> dueAndValid() {
        List<HeldLease> due = due();
        due.stream().filter(HeldLease::pastItsMargin).forEach(this::tryAgain);
        return due.stream().filter(lease -> !lease.isLost()).toList();
    }

    private List<HeldLease> due() {
        lock.lock();
        try {
            long now = System.nanoTime();
            return renewals.entrySet().stream()
                    .filter(renewal -> renewal.getValue() - now <= 0)
                    .map(Map.Entry::getKey)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private static List<String> keys(List<HeldLease> leases) {
        return leases.stream().map(lease -> lease.claim().key()).toList();
    }

    private List<String> ttlAndValues(List<HeldLease> leases) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(ttl.toMillis()));
        leases.forEach(lease -> arguments.add(lease.claim().value()));
        return arguments;
    }

    private void apply(HeldLease lease, boolean renewed, long sentAt) {
        if (renewed) {
            lease.renewed(sentAt);
        } else {
            lease.lose();
        }
        plan(lease, dueAfter(sentAt));
    }

    private void tryAgain(HeldLease lease) {
        if (lease.pastItsMargin()) {
            lease.lose();
        }
        plan(lease, System.nanoTime() + retryAfter.toNanos());
    }

    /** Plans the next renewal of a held lease, or removes a lost one. */
    private void plan(HeldLease lease, long nextRenewal) {
        change(() -> {
            if (!lease.isLost()) {
                renewals.computeIfPresent(lease, (_, _) -> nextRenewal);
            } else if (renewals.remove(lease) != null) {
                LOG.warn(
                        "lease lost",
                        LogField.of("game_id", lease.gameId()),
                        LogField.of("operation_id", lease.holder().operation()));
            }
        });
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stops renewing and releases all remaining leases with one command. */
    @Override
    public void close() {
        List<LeaseClaim> left = new ArrayList<>();
        change(() -> {
            closed = true;
            left.addAll(releases.waiting());
            renewals.keySet().forEach(lease -> left.add(lease.claim()));
        });
        thread.interrupt();
        if (!left.isEmpty()) {
            release(left);
        }
    }

    private void release(List<LeaseClaim> left) {
        try {
            releases.release(left);
        } catch (DependencyUnavailableException redisIsAway) {
            LOG.warn(
                    "leases were not released and will expire",
                    LogField.of("leases", left.size()),
                    LogField.of("error", redisIsAway.text()));
        }
    }
}
