package rtm.workers;

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
 * Goes through all runtimes of a kind at intervals. Those of one round are visited side by side, at
 * most so many at once, each on a virtual thread of its own, and begun evenly over a part of the
 * interval, many of them in groups: to wake up for each alone costs more than most visits. One that
 * hangs holds up no other. Rounds never overlap.
 */
final class Rounds {

    /** How often at most a round wakes up to begin visits. */
    private static final int GROUPS = 16;

    /** What interrupted visits may take to end. */
    private static final Duration CUT_OFF = Duration.ofSeconds(2);

    private static final Log LOG = Log.of(Rounds.class);

    private final String threadPrefix;
    private final int places;
    private final Sleep sleep;

    Rounds(String threadPrefix, int places, Sleep sleep) {
        this.threadPrefix = threadPrefix;
        this.places = places;
        this.sleep = sleep;
    }

    /** How time is let pass. */
    @FunctionalInterface
    interface Sleep {
        void sleep(Duration time) throws InterruptedException;
    }

    /** One round. */
    @FunctionalInterface
    interface Round {
        void run() throws InterruptedException;
    }

    /** What is done for one runtime. */
    @FunctionalInterface
    interface Visit {
        void pay(RuntimeRecord record) throws InterruptedException;
    }

    /**
     * Runs a round each interval, the first after one; a round that took longer than that is
     * followed by the next at once. Goes on until it is interrupted.
     */
    void every(Duration interval, Round round) throws InterruptedException {
        Deadline next = Deadline.in(interval);
        while (true) {
            sleep.sleep(next.left());
            next = Deadline.in(interval);
            round.run();
        }
    }

    /**
     * Visits each of them and returns when all visits have ended. An interrupt ends those under way
     * and drops the others.
     *
     * @param window the time over which the visits are begun
     */
    void visit(List<RuntimeRecord> records, Duration window, Visit visit)
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
                    begin(record, visit, free, underWay);
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

    private void begin(RuntimeRecord record, Visit visit, Semaphore free, Set<Thread> underWay) {
        Thread thread =
                Thread.ofVirtual()
                        .name(threadPrefix + record.gameId())
                        .unstarted(() -> {
                            try {
                                pay(record, visit);
                            } finally {
                                underWay.remove(Thread.currentThread());
                                free.release();
                            }
                        });
        underWay.add(thread);
        thread.start();
    }

    private static void pay(RuntimeRecord record, Visit visit) {
        try {
            visit.pay(record);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error defect) {
            LOG.defect(
                    "a runtime could not be looked after, by a defect",
                    defect,
                    LogField.of("game_id", record.gameId()));
        }
    }

    /** After a round that came to its end none is under way. */
    private static void cutOff(Set<Thread> underWay) throws InterruptedException {
        List<Thread> left = List.copyOf(underWay);
        left.forEach(Thread::interrupt);
        Deadline deadline = Deadline.in(CUT_OFF);
        for (Thread thread : left) {
            thread.join(deadline.left());
        }
    }
}
