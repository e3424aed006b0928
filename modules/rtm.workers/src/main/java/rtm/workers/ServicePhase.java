package rtm.workers;

import java.util.Optional;
import java.util.function.Consumer;
import rtm.domain.model.WireName;

/** The phase of the process, for readiness and for calls that change something. */
public final class ServicePhase {

    private volatile Phase phase = Phase.STARTING;
    private volatile boolean onNodeOnly;
    private volatile Optional<String> givenUp = Optional.empty();
    private Consumer<Phase> listener = _ -> {};

    /** A process that has just started. */
    public ServicePhase() {}

    /** The phases of a process, in their usual order. */
    public enum Phase implements WireName {
        /** It connects to its dependencies. */
        STARTING,
        /** It completes what earlier processes left, and leads, if there is one node. */
        INITIAL_PASS,
        /** It leads: it has the intake and its node. */
        LEADING,
        /** It works on its node, and another process has the intake. */
        ON_NODE,
        /** Another process leads; this one serves HTTP. */
        STANDING_BY,
        /** It is stopping. */
        STOPPING
    }

    /** Enters a phase; no phase follows {@link Phase#STOPPING}. */
    public synchronized void enter(Phase next) {
        if (phase != Phase.STOPPING) {
            givenUp = Optional.empty();
            phase = next;
            listener.accept(next);
        }
    }

    /** Enters the initial pass of one of several nodes: the process may not get the intake. */
    synchronized void enterPassOfNode() {
        onNodeOnly = true;
        enter(Phase.INITIAL_PASS);
    }

    /**
     * It stands by because its node was given up, until it enters another phase: nothing may be
     * done there, for whomever.
     */
    synchronized void giveUp(String reason) {
        if (phase != Phase.STOPPING) {
            givenUp = Optional.of(reason);
        }
    }

    /** That its node was given up, in words. */
    public Optional<String> givenUp() {
        return givenUp;
    }

    /** Reports the current phase, and from then on each phase that is entered. */
    public synchronized void listen(Consumer<Phase> listener) {
        this.listener = listener;
        listener.accept(phase);
    }

    /** The current phase. */
    public Phase current() {
        return phase;
    }

    /** Whether this process leads. */
    public boolean leads() {
        return switch (phase) {
            case INITIAL_PASS -> !onNodeOnly;
            case LEADING -> true;
            case STARTING, ON_NODE, STANDING_BY, STOPPING -> false;
        };
    }

    /** Why no operation may start now, as a message; empty if one may. */
    public Optional<String> refusal() {
        return switch (phase) {
            case STARTING -> Optional.of("the service is starting");
            case INITIAL_PASS -> Optional.of("the reconciler's initial pass is still running");
            case LEADING, ON_NODE -> Optional.empty();
            case STANDING_BY -> givenUp;
            case STOPPING -> Optional.of("the service is stopping");
        };
    }
}
