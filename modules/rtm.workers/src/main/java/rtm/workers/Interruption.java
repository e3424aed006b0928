package rtm.workers;

/** What a call that was cut off throws tells nothing of its cause; the thread's flag does. */
final class Interruption {

    private Interruption() {}

    /** Ends the work if this thread was told to. */
    static void check() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
