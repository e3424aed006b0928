package rtm.docker.state;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread on which notes about state folders are taken, so that no operation waits for a disk
 * that hangs. It ends when it has nothing to do. Too many notes are dropped: each running game is
 * asked about again.
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
