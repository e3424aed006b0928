package rtm.domain.port;

import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.ContainerEvent;

/**
 * What Docker tells, as it happens, of the containers that carry this service's owner label. It is
 * a help and not the truth: Docker remembers few events and drops those of a reader that is slow.
 */
public interface ContainerEvents {

    /**
     * Follows the events until the stream is lost or the thread is interrupted; it never returns in
     * peace.
     *
     * @param since the time of the last event that was seen, by Docker's clock; what Docker
     *     remembers from then on is told again
     * @param sink is told, in order, on a thread of the stream's own, and must return at once
     * @throws rtm.domain.model.DependencyUnavailableException when the stream is lost, or cannot be
     *     had, or Docker does not answer beside it
     */
    void follow(Optional<Instant> since, Sink sink);

    /** Who is told. */
    interface Sink {

        /**
         * The stream is open: nothing that happens from now on is missed. Called again when a
         * stream that was quiet for long was replaced.
         */
        void opened();

        /**
         * The daemon answered while the stream was open, first of all when it was opened.
         *
         * @param at when, by Docker's clock, cut down to the second; a daemon that gives no time is
         *     not reported
         */
        default void answered(Instant at) {}

        /** Something happened. */
        void happened(ContainerEvent event);

        /**
         * Something was reported that cannot be read; the stream goes on.
         *
         * @param why in words
         */
        void skipped(String why);
    }
}
