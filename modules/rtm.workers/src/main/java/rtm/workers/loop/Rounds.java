package rtm.workers.loop;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.time.Deadline;

/**
 * Periodically visits all runtimes of a kind. The visits of a round run in parallel up to a limit,
 * each on its own virtual thread. They start evenly over a part of the interval, in groups, because
 * waking up for each one costs more than most visits. A visit that hangs delays no other. Rounds
 * never overlap.
 */
public final class Rounds {

    /** Limit of the groups in which a round starts its visits. */
    private static final int GROUPS = 16;

    /** How long interrupted visits may take to end. */
    private static final Duration INTERRUPT_TIMEOUT = Duration.ofSeconds(2);

    private static final Log LOG = Log.of(Rounds.class);

    private final String threadPrefix;
    private final int places;
    private final Sleep sleep;

    public Rounds(String threadPrefix, int places, Sleep sleep) {
        this.threadPrefix = threadPrefix;
        this.places = places;
        this.sleep = sleep;
    }

    /** Sleeps, or pretends to in tests. */
    @FunctionalInterface
    public interface Sleep {
        void sleep(Duration time) throws InterruptedException;
    }

    /** One round. */
    @FunctionalInterface
    public interface Round {
        void run() throws InterruptedException;
    }

    /** The work for one runtime. */
    @FunctionalInterface
    public interface Visit {
        void visit(RuntimeRecord record) throws InterruptedException;
    }

    /**
     * Runs a round per interval, until it is interrupted. The first starts after one interval. If a
     * round takes longer than the interval, the next starts at once.
     */
    public void every(Duration interval, Round round) throws InterruptedException {
        Deadline next = Deadline.in(interval);
        while (true) {
            sleep.sleep(next.left());
            next = Deadline.in(interval);
            round.run();
        }
    }

    /**
     * Visits all of them and returns when all visits have ended. An interrupt ends the running
     * visits and drops the others.
     *
     * @param window the time over which the visits start
     */
    public void visit(List<RuntimeRecord> records, Duration window, Visit visit)
            throws InterruptedException {
        Semaphore free = new Semaphore(places);
        Set<Thread> underWay = ConcurrentHashMap.newKeySet();
        Deadline end = Deadline.in(window);
        int groups = Math.min(GROUPS, records.size());
        try {
            for (int group = 0; group < groups; group++) {
                sleep.sleep(
                        end.leftAfterReserve(
                                window.multipliedBy(groups - group).dividedBy(groups)));
                for (RuntimeRecord record : part(records, group, groups)) {
                    free.acquire();
                    start(record, visit, free, underWay);
                }
            }
            free.acquire(places);
        } finally {
            cutOff(underWay);
        }
    }

    /** The parts differ in size by one at most. */
    private static List<RuntimeRecord> part(List<RuntimeRecord> records, int group, int groups) {
        return records.subList(
                records.size() * group / groups, records.size() * (group + 1) / groups);
    }

    private void start(RuntimeRecord record, Visit visit, Semaphore free, Set<Thread> underWay) {
        Thread thread =
                Thread.ofVirtual()
                        .name(threadPrefix + record.gameId())
                        .unstarted(() -> {
                            try {
                                runVisit(record, visit);
                            } finally {
                                underWay.remove(Thread.currentThread());
                                free.release();
                            }
                        });
        underWay.add(thread);
        thread.start();
    }

    private static void runVisit(RuntimeRecord record, Visit visit) {
        try {
            visit.visit(record);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error defect) {
            LOG.defect(
                    "defect while observing a runtime",
                    defect,
                    LogField.of("game_id", record.gameId()));
        }
    }

    /** After a complete round, no visit is running. */
    private static void cutOff(Set<Thread> underWay) throws InterruptedException {
        List<Thread> left = List.copyOf(underWay);
        left.forEach(Thread::interrupt);
        Deadline deadline = Deadline.in(INTERRUPT_TIMEOUT);
        for (Thread thread : left) {
            thread.join(deadline.left());
        }
    }
}
