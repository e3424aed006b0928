package rtm.domain.fake;

/** The present state of a proxied link. */
public final class LinkState {

    private Mode mode = Mode.WORKING;

    public synchronized void become(Mode next) {
        mode = next;
        notifyAll();
    }

    public synchronized boolean isCut() {
        return mode == Mode.CUT;
    }

    /** Waits while the link is stalled, then returns whether the read bytes may pass. */
    public synchronized boolean letsPass(boolean answer) throws InterruptedException {
        while (mode == Mode.STALLED) {
            wait();
        }
        return !(answer && mode == Mode.ANSWERS_DROPPED);
    }

    /** How a link works or fails. */
    public enum Mode {
        WORKING,
        CUT,
        STALLED,
        ANSWERS_DROPPED
    }
}
