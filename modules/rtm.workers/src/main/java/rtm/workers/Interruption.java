package rtm.workers;

/** An interrupted call may throw any exception; only the thread's flag shows the interrupt. */
final class Interruption {

    private Interruption() {}

    /** Throws if this thread was interrupted. */
    static void check() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
