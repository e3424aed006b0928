package rtm.workers;

import java.util.Optional;

/** Where the process is in its life, for readiness and for calls that change something. */
public final class ServicePhase {

    private volatile Phase phase = Phase.STARTING;

    /** A process that has just begun. */
    public ServicePhase() {}

    /** The phases of a process, in their usual order. */
    public enum Phase {
        /** Its dependencies are being opened. */
        STARTING,
        /** It leads, and looks through what an earlier process left. */
        INITIAL_PASS,
        /** It leads. */
        LEADING,
        /** Another process leads; this one serves HTTP. */
        STANDING_BY,
        /** It is going down. */
        STOPPING
    }

    /** Enters a phase; nothing comes after stopping. */
    public synchronized void enter(Phase next) {
        if (phase != Phase.STOPPING) {
            phase = next;
        }
    }

    /** The phase it is in. */
    public Phase current() {
        return phase;
    }

    /** Why no operation is begun now, in words; empty if one may be. */
    public Optional<String> refusal() {
        return switch (phase) {
            case STARTING -> Optional.of("the service is starting");
            case INITIAL_PASS -> Optional.of("the reconciler's initial pass is not done yet");
            case LEADING, STANDING_BY -> Optional.empty();
            case STOPPING -> Optional.of("the service is stopping");
        };
    }
}
