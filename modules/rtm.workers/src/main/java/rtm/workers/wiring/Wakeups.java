package rtm.workers.wiring;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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

    /** More rows than are closed while a reader goes from its look to its wait. */
    private static final int MOST_REMEMBERED = 1_000;

    private final CommitSignal relay;
    private final Semaphore assigned = new Semaphore(0);
    private final Map<Long, Semaphore> closed = new ConcurrentHashMap<>();
    private final Set<Long> skipped = ConcurrentHashMap.newKeySet();

    /** Rows that were closed while nobody waited; they guard each other and the waits. */
    private final Deque<Long> lately = new ArrayDeque<>();

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
        synchronized (lately) {
            Semaphore waiting = closed.get(row);
            if (waiting != null) {
                waiting.release();
            } else {
                lately.addLast(row);
            }
            if (lately.size() > MOST_REMEMBERED) {
                lately.removeFirst();
            }
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
        Semaphore waiting = waiting(row);
        if (waiting.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            waiting.drainPermits();
        }
    }

    private Semaphore waiting(long row) {
        synchronized (lately) {
            Semaphore waiting = closed.computeIfAbsent(row, _ -> new Semaphore(0));
            if (lately.remove(Long.valueOf(row))) {
                waiting.release();
            }
            return waiting;
        }
    }

    /** Nobody waits for that row any more. */
    public void forget(long row) {
        closed.remove(row);
        skipped.remove(row);
    }
}
