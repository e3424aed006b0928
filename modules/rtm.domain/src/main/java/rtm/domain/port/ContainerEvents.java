package rtm.domain.port;

import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.ContainerEvent;
import rtm.domain.model.EventCursor;

/**
 * Docker's live events about containers with this service's owner label. They are hints, not the
 * truth: Docker keeps few events and drops those that a slow reader has not read.
 */
public interface ContainerEvents {

    /**
     * Follows the events until the stream is lost or the thread is interrupted; it never returns
     * normally.
     *
     * @param since the cursor of the last seen event; the events that Docker kept since then are
     *     reported again, that one perhaps too
     * @param sink receives the events in order, on the stream's own thread; must return at once
     * @throws rtm.domain.model.DependencyUnavailableException if the stream is lost or cannot be
     *     opened, or Docker does not answer other calls meanwhile
     */
    void follow(Optional<EventCursor> since, Sink sink);

    /** Receives the events. */
    interface Sink {

        /**
         * The stream is open: no event from now on is missed. Called again after a stream that was
         * quiet for a long time was replaced.
         */
        void opened();

        /**
         * The daemon answered while the stream was open, for the first time when it was opened.
         *
         * @param at when, by Docker's clock, truncated to the second; not called if the daemon
         *     sends no time
         */
        default void answered(Instant at) {}

        /** The daemon answered another call, and the stream is still open; every few seconds. */
        default void lives() {}

        /**
         * The daemon went: it closed the stream or a call, or nothing listens at its address.
         * Called before the stream counts as lost, and not if the daemon is merely silent: one that
         * hangs may go on as before.
         */
        default void gone() {}

        /** An event arrived. */
        void happened(ContainerEvent event);

        /**
         * An event could not be read; the stream continues.
         *
         * @param why the reason
         */
        void skipped(String why);
    }
}
