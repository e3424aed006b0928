package rtm.docker.state;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread that writes notes about state folders, so that no operation waits for a hanging disk.
 * It ends when it is idle. If the queue is full, a note is dropped: each running game is checked
 * again.
 */
final class NoteThread {

    private static final int MOST_WAITING = 4096;
    private static final int IDLE_SECONDS = 5;

    private NoteThread() {}

    /** Runs one task after the other, on a daemon thread. */
    static Executor executor() {
        return new ThreadPoolExecutor(
                0,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("state-notes").factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }
}
