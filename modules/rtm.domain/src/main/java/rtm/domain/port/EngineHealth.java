package rtm.domain.port;

import java.time.Duration;
import rtm.domain.model.EngineAddress;

/** Probes engines over HTTP. Nothing is kept between probes. */
public interface EngineHealth {

    /**
     * Probes an engine once: {@code GET /healthz}, following redirects. It is healthy if the status
     * is 200; the body is not read.
     *
     * @param timeout for the whole probe
     * @throws InterruptedException if the thread was interrupted; this says nothing about the
     *     engine
     */
    Answer ask(EngineAddress engine, Duration timeout) throws InterruptedException;

    /** The result of a probe. */
    sealed interface Answer {

        /** It answered with status 200. */
        record Healthy() implements Answer {}

        /**
         * It answered with another status, or not at all.
         *
         * @param status the status; 0 without an answer
         * @param error {@code unexpected status N}, or why there was no answer
         */
        record Unhealthy(int status, String error) implements Answer {}
    }
}
