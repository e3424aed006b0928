package rtm.docker;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerMessages;
import rtm.docker.api.PendingCall;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EventCursor;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.ContainerEvents;

/**
 * Follows Docker's events. A quiet stream looks the same as a dead one, so the daemon is pinged
 * meanwhile, and a stream that stays quiet for too long while the daemon answers is replaced. If
 * the stream is still open after a ping, the answer came from the daemon that sends the events, and
 * the sink gets it.
 */
final class DockerEvents implements ContainerEvents {

    private static final Log LOG = Log.of(DockerEvents.class);
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** What the system says of a socket whose other side went. */
    private static final Set<String> CLOSED =
            Set.of(
                    "Connection refused",
                    "Connection reset",
                    "Broken pipe",
                    "No such file or directory");

    /**
     * How many times the pause between pings a stream may still end by itself after an unanswered
     * ping. A daemon that stops closes its streams a few seconds after its socket, which systemd
     * may keep open.
     */
    private static final int LAST_PAUSES = 2;

    private final DockerCalls calls;
    private final DockerPing ping;
    private final Patience patience;

    /**
     * How a quiet stream is watched.
     *
     * @param betweenPings how long between two pings
     * @param longestQuiet how long a stream may be quiet before it is replaced; replacing a dead
     *     stream loses no event, replacing a live one costs one request and one comparison
     */
    record Patience(Duration betweenPings, Duration longestQuiet) {

        /**
         * That of the program.
         *
         * @param haste divides it; 1 except in tests
         */
        static Patience usual(int haste) {
            return new Patience(
                    Duration.ofSeconds(3).dividedBy(haste), Duration.ofMinutes(5).dividedBy(haste));
        }
    }

    DockerEvents(DockerCalls calls, DockerPing ping, Patience patience) {
        this.calls = calls;
        this.ping = ping;
        this.patience = patience;
    }

    @Override
    public void follow(Optional<EventCursor> since, Sink sink) {
        EventStream stream = new EventStream(since, sink);
        while (true) {
            readUntilQuiet(stream, sink);
            LOG.debug("replacing quiet event stream", LogField.of("quiet_for", stream.quietFor()));
            stream = new EventStream(stream.last(), sink);
        }
    }

    /** Reads until the stream has been quiet for too long, then closes it. */
    private void readUntilQuiet(EventStream stream, Sink sink) {
        PendingCall<Boolean> call = calls.follow("follow events", FOR_EVER, stream::read);
        try {
            if (!becomesQuiet(stream, call, sink)) {
                call.await();
                sink.gone();
                throw lost("the event stream ended");
            }
        } catch (DependencyUnavailableException lost) {
            if (isClosed(lost)) {
                sink.gone();
            }
            throw lost;
        } catch (DaemonRefusedException refused) {
            throw lost("the event stream was refused: " + refused.text());
        } finally {
            call.cancel();
        }
    }

    private boolean becomesQuiet(EventStream stream, PendingCall<Boolean> call, Sink sink) {
        if (call.endsWithin(calls.deadlines().eventsStart())) {
            return false;
        }
        if (!stream.open()) {
            throw lost(
                    "the event stream did not start within "
                            + DockerMessages.say(calls.deadlines().eventsStart()));
        }
        while (!call.endsWithin(patience.betweenPings())) {
            Optional<Instant> answered;
            try {
                answered = ping.answered();
            } catch (DependencyUnavailableException away) {
                if (!isClosed(away)
                        && call.endsWithin(patience.betweenPings().multipliedBy(LAST_PAUSES))) {
                    return false;
                }
                throw away;
            }
            if (!call.endsWithin(Duration.ZERO)) {
                answered.ifPresent(sink::answered);
                sink.lives();
            }
            if (stream.quietFor().compareTo(patience.longestQuiet()) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the other side of a connection went, in place of being silent. */
    private static boolean isClosed(DependencyUnavailableException lost) {
        return Stream.<Throwable>iterate(lost, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause ->
                        cause instanceof EOFException
                                || (cause instanceof IOException
                                        && CLOSED.contains(String.valueOf(cause.getMessage()))));
    }

    private static DependencyUnavailableException lost(String words) {
        return new DependencyUnavailableException(Dependency.DOCKER, words, null);
    }
}
