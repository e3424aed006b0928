package rtm.workers.loop;

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
 * Runs the tasks of one game one after another, in the order of their submission, and those of
 * different games in parallel. Each game has its own virtual thread while it has tasks.
 */
public final class GameMailboxes {

    /** How long an interrupted task may take to end. */
    private static final Duration INTERRUPT_TIMEOUT = Duration.ofSeconds(2);

    private static final Log LOG = Log.of(GameMailboxes.class);

    private final String threadPrefix;
    private final Object monitor = new Object();
    private final Map<GameId, Deque<Task>> boxes = new HashMap<>();
    private final Set<Thread> threads = new HashSet<>();
    private boolean open = true;

    public GameMailboxes(String threadPrefix) {
        this.threadPrefix = threadPrefix;
    }

    /** A task of a game. */
    @FunctionalInterface
    public interface Task {
        /** Runs the task. An interrupt ends it early; the next boot completes what it left. */
        void run() throws InterruptedException;
    }

    /**
     * Adds a task behind the game's other tasks.
     *
     * @return whether it was accepted; false after {@link #close} or {@link #interrupt}
     */
    public boolean submit(GameId gameId, Task task) {
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
                            "task of a game failed because of a defect",
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
     * Accepts no more tasks and drops those that have not started. Waits for the running ones up to
     * the given time, then interrupts them.
     */
    public void close(Duration patience) throws InterruptedException {
        synchronized (monitor) {
            open = false;
            if (awaitIdle(patience)) {
                return;
            }
            LOG.warn("interrupting running operations", LogField.of("games", threads.size()));
            threads.forEach(Thread::interrupt);
            if (!awaitIdle(INTERRUPT_TIMEOUT)) {
                LOG.warn("operations did not end in time", LogField.of("games", threads.size()));
            }
        }
    }

    /** Accepts no more tasks, and interrupts the running ones without waiting for their end. */
    public void interrupt() {
        synchronized (monitor) {
            open = false;
            threads.forEach(Thread::interrupt);
        }
    }

    /** Rounds each wait up to whole milliseconds: a wait of 0 would last forever. */
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
