package rtm.workers.loop;

/** An interrupted call may throw any exception; only the thread's flag shows the interrupt. */
public final class Interruption {

    private Interruption() {}

    /** Throws if this thread was interrupted. */
    public static void check() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
