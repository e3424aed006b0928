package rtm.workers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.GameId;

/**
 * Runs tasks of one game one after another, in the order in which they came, and those of different
 * games side by side, each game on a virtual thread of its own while it has tasks.
 */
final class GameMailboxes {

    private static final Log LOG = Log.of(GameMailboxes.class);

    private final Object monitor = new Object();
    private final Map<GameId, Deque<Task>> boxes = new HashMap<>();
    private final Set<Thread> threads = new HashSet<>();
    private boolean open = true;

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
                    Thread.ofVirtual().name("game-" + gameId).unstarted(() -> drain(gameId, fresh));
            threads.add(thread);
            thread.start();
            return true;
        }
    }

    private void drain(GameId gameId, Deque<Task> box) {
        try {
            for (Task task = next(gameId, box); task != null; task = next(gameId, box)) {
                run(gameId, task);
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

    private static void run(GameId gameId, Task task) throws InterruptedException {
        try {
            task.run();
        } catch (RuntimeException defect) {
            LOG.defect("task of a game failed by a defect", defect, Pair.of("game_id", gameId));
        }
    }

    private @org.jspecify.annotations.Nullable Task next(GameId gameId, Deque<Task> box) {
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
            if (!awaitIdle(patience)) {
                LOG.warn("operations in flight are cut off", Pair.of("games", threads.size()));
                threads.forEach(Thread::interrupt);
                awaitIdle(Duration.ofSeconds(2));
            }
        }
    }

    private boolean awaitIdle(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!threads.isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            monitor.wait(left);
        }
        return true;
    }
}
