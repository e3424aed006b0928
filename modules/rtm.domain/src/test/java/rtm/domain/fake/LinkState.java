package rtm.domain.fake;

/** What a proxied link does right now. */
public final class LinkState {

    private Mode mode = Mode.WORKING;

    public synchronized void become(Mode next) {
        mode = next;
        notifyAll();
    }

    public synchronized boolean isCut() {
        return mode == Mode.CUT;
    }

    /** Waits while the link is stalled, then says whether what was read may pass. */
    public synchronized boolean letsPass(boolean answer) throws InterruptedException {
        while (mode == Mode.STALLED) {
            wait();
        }
        return !(answer && mode == Mode.ANSWERS_DROPPED);
    }

    /** The ways in which a link works or does not. */
    public enum Mode {
        WORKING,
        CUT,
        STALLED,
        ANSWERS_DROPPED
    }
}
