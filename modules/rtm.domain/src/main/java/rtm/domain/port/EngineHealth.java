package rtm.domain.port;

import java.time.Duration;
import rtm.domain.model.EngineAddress;

/** Engines, asked about their health over HTTP. Nothing is remembered from one to the next. */
public interface EngineHealth {

    /**
     * Asks an engine once: {@code GET /healthz}, redirects followed. It is healthy if the status is
     * 200, as soon as the headers are there.
     *
     * @param timeout for all of it
     * @throws InterruptedException if the caller is to stop; that says nothing about the engine
     */
    Answer ask(EngineAddress engine, Duration timeout) throws InterruptedException;

    /** What asking an engine came to. */
    sealed interface Answer {

        /** It answered with status 200. */
        record Healthy() implements Answer {}

        /**
         * It answered with another status, or not at all.
         *
         * @param status the status; 0 if there was none
         * @param error {@code unexpected status N}, or what kept it from answering, in words
         */
        record Unhealthy(int status, String error) implements Answer {}
    }
}
