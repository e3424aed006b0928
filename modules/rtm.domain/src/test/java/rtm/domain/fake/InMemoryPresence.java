package rtm.domain.fake;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import rtm.domain.model.BootId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Duty;
import rtm.domain.port.ProcessPresence;

/**
 * Presence without PostgreSQL: processes that share the same {@link Processes} see each other start
 * and end. The test can cut and restore its connection.
 */
public final class InMemoryPresence implements ProcessPresence, AutoCloseable {

    private final BootId bootId;
    private final Processes processes;
    private final Semaphore changes = new Semaphore(0);
    private boolean unavailable;

    /** A living process, alone. */
    public InMemoryPresence(BootId bootId) {
        this(bootId, new Processes());
    }

    /** A living process among others. */
    public InMemoryPresence(BootId bootId, Processes processes) {
        this.bootId = bootId;
        this.processes = processes;
        regain();
    }

    /** Cuts the connection: all its locks are free for others until it is regained. */
    public void lose() {
        processes.end(bootId);
        changes.release();
    }

    /** Restores the connection; the process takes its own lock again, but no duty. */
    public void regain() {
        processes.begin(bootId);
        changes.release();
    }

    /**
     * Whether queries about other processes fail from now on, as if PostgreSQL were unavailable.
     */
    public synchronized void unavailable(boolean away) {
        unavailable = away;
    }

    @Override
    public BootId bootId() {
        return bootId;
    }

    @Override
    public boolean held() {
        return processes.live(bootId);
    }

    @Override
    public boolean tryTake(Duty duty) {
        return processes.tryTake(duty, bootId);
    }

    @Override
    public boolean has(Duty duty) {
        return processes.has(duty, bootId);
    }

    @Override
    public synchronized boolean isDead(BootId other) {
        if (unavailable || !held()) {
            throw new DependencyUnavailableException(
                    Dependency.POSTGRES, "the test says that it does not answer", null);
        }
        return !processes.live(other);
    }

    @Override
    public void awaitChange(Duration longest) throws InterruptedException {
        if (changes.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            changes.drainPermits();
        }
    }

    /** The process ends. */
    @Override
    public void close() {
        lose();
    }

    /** The locks that processes of one test share. */
    public static final class Processes {

        private final Set<BootId> living = new HashSet<>();
        private final Map<Duty, BootId> duties = new HashMap<>();

        /** Nobody lives yet. */
        public Processes() {}

        synchronized void begin(BootId process) {
            living.add(process);
        }

        synchronized void end(BootId process) {
            living.remove(process);
            duties.values().removeIf(process::equals);
        }

        synchronized boolean live(BootId process) {
            return living.contains(process);
        }

        synchronized boolean has(Duty duty, BootId process) {
            return process.equals(duties.get(duty));
        }

        /** Whether any process has that duty. */
        public synchronized boolean isHeld(Duty duty) {
            return duties.containsKey(duty);
        }

        synchronized boolean tryTake(Duty duty, BootId process) {
            if (live(process)) {
                duties.putIfAbsent(duty, process);
            }
            return has(duty, process);
        }
    }
}
