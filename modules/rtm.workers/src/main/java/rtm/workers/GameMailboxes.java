package rtm.workers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.GameId;
import rtm.domain.time.Deadline;

/**
 * Runs tasks of one game one after another, in the order in which they came, and those of different
 * games side by side, each game on a virtual thread of its own while it has tasks.
 */
final class GameMailboxes {

    /** What an interrupted task may take to end. */
    private static final Duration CUT_OFF = Duration.ofSeconds(2);

    private static final Log LOG = Log.of(GameMailboxes.class);

    private final String threadPrefix;
    private final Object monitor = new Object();
    private final Map<GameId, Deque<Task>> boxes = new HashMap<>();
    private final Set<Thread> threads = new HashSet<>();
    private boolean open = true;

    GameMailboxes(String threadPrefix) {
        this.threadPrefix = threadPrefix;
    }

    /** Something to do for a game. */
    @FunctionalInterface
    interface Task {
        /** Does it; an interrupt ends it early, with its trace left for the next boot. */
        void run() throws InterruptedException;
    }

    /**
     * Puts a task behind the game's others.
     *
     * @return whether it was taken; not once this is closed
     */
    boolean submit(GameId gameId, Task task) {
        synchronized (monitor) {
            if (!open) {
                return false;
            }
            Deque<Task> box = boxes.get(gameId);
            if (box != null) {
                box.add(task);
                return true;
            }
            Deque<Task> fresh = new ArrayDeque<>();
            fresh.add(task);
            boxes.put(gameId, fresh);
            Thread thread =
                    Thread.ofVirtual()
                            .name(threadPrefix + gameId)
                            .unstarted(() -> drain(gameId, fresh));
            threads.add(thread);
            thread.start();
            return true;
        }
    }

    private void drain(GameId gameId, Deque<Task> box) {
        try {
            for (Task task = next(gameId, box); task != null; task = next(gameId, box)) {
                try {
                    task.run();
                } catch (RuntimeException | Error defect) {
                    LOG.defect(
                            "task of a game failed by a defect",
                            defect,
                            LogField.of("game_id", gameId));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (monitor) {
                threads.remove(Thread.currentThread());
                monitor.notifyAll();
            }
        }
    }

    private @Nullable Task next(GameId gameId, Deque<Task> box) {
        synchronized (monitor) {
            Task task = open ? box.poll() : null;
            if (task == null) {
                boxes.remove(gameId, box);
            }
            return task;
        }
    }

    /**
     * Takes no more tasks, drops those that have not begun, lets those at work end within the time
     * given and then interrupts them.
     */
    void close(Duration patience) throws InterruptedException {
        synchronized (monitor) {
            open = false;
            if (awaitIdle(patience)) {
                return;
            }
            LOG.warn("operations in flight are cut off", LogField.of("games", threads.size()));
            threads.forEach(Thread::interrupt);
            if (!awaitIdle(CUT_OFF)) {
                LOG.warn("operations did not end in time", LogField.of("games", threads.size()));
            }
        }
    }

    /** Takes no more tasks, and interrupts those at work without waiting for their end. */
    void interrupt() {
        synchronized (monitor) {
            open = false;
            threads.forEach(Thread::interrupt);
        }
    }

    /** Waits in whole milliseconds, rounded up, so that no wait is for ever and none too short. */
    private boolean awaitIdle(Duration patience) throws InterruptedException {
        Deadline deadline = Deadline.in(patience);
        while (!threads.isEmpty()) {
            if (deadline.past()) {
                return false;
            }
            monitor.wait(deadline.left().toMillis() + 1);
        }
        return true;
    }
}
