package rtm.workers.wiring;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import rtm.domain.port.CommitSignal;

/**
 * Wakes what waits in this process for a commit of another one. Each wait has its own limit, so a
 * signal that is lost costs no more than that.
 */
public final class Wakeups implements CommitSignal {

    private final CommitSignal relay;
    private final Semaphore assigned = new Semaphore(0);
    private final Map<Long, Semaphore> closed = new ConcurrentHashMap<>();
    private final Set<Long> skipped = ConcurrentHashMap.newKeySet();

    /**
     * Wakes nobody yet.
     *
     * @param relay publishes messages
     */
    public Wakeups(CommitSignal relay) {
        this.relay = relay;
    }

    @Override
    public void committed() {
        relay.committed();
    }

    @Override
    public void assigned() {
        if (assigned.availablePermits() == 0) {
            assigned.release();
        }
    }

    @Override
    public void closed(long row) {
        Semaphore waiting = closed.get(row);
        if (waiting != null) {
            waiting.release();
        }
    }

    @Override
    public void skipped(long row) {
        if (closed.containsKey(row)) {
            skipped.add(row);
            closed(row);
        }
    }

    /** Whether the process that has taken that row tries it no longer. */
    public boolean isSkipped(long row) {
        return skipped.contains(row);
    }

    /** Waits until a job is assigned to this node, or the time is up. One thread at a time. */
    public void awaitAssigned(Duration longest) throws InterruptedException {
        if (assigned.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            assigned.drainPermits();
        }
    }

    /**
     * Waits until a row is closed or skipped, or the time is up. One thread at a time for each row.
     */
    public void awaitClosed(long row, Duration longest) throws InterruptedException {
        Semaphore waiting = closed.computeIfAbsent(row, _ -> new Semaphore(0));
        if (waiting.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            waiting.drainPermits();
        }
    }

    /** Nobody waits for that row any more. */
    public void forget(long row) {
        closed.remove(row);
        skipped.remove(row);
    }
}
