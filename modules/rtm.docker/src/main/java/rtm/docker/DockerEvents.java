package rtm.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rtm.docker.api.Deadlines;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerMessages;
import rtm.docker.api.PendingCall;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.EngineRefusedException;
import rtm.domain.port.ContainerEvents;

/**
 * Follows Docker's events. A stream on which nothing happens cannot be told from one that is dead,
 * so the engine is pinged beside it, and a stream that stays quiet while the engine answers is
 * replaced after a while. An answer counts as one of the daemon that reports the events if the
 * stream is still open then.
 */
final class DockerEvents implements ContainerEvents {

    private static final Log LOG = Log.of(DockerEvents.class);
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final DockerCalls calls;
    private final DockerPing ping;
    private final Patience patience;

    /**
     * How a quiet stream is watched.
     *
     * @param betweenPings how long between two pings
     * @param longestQuiet how long a stream may be quiet before it is replaced; what was dead is
     *     replaced without a loss, and what was not costs one request and one comparison
     */
    record Patience(Duration betweenPings, Duration longestQuiet) {

        static final Patience USUAL = new Patience(Duration.ofSeconds(3), Duration.ofMinutes(5));
    }

    DockerEvents(DockerCalls calls, DockerPing ping, Patience patience) {
        this.calls = calls;
        this.ping = ping;
        this.patience = patience;
    }

    @Override
    public void follow(Optional<Instant> since, Sink sink) {
        EventStream stream = new EventStream(since, sink);
        while (true) {
            readUntilQuiet(stream, sink);
            LOG.debug(
                    "quiet event stream is replaced", LogField.of("quiet_for", stream.quietFor()));
            stream = new EventStream(stream.last(), sink);
        }
    }

    /** Returns when the stream has been quiet for too long, and is closed then. */
    private void readUntilQuiet(EventStream stream, Sink sink) {
        PendingCall<Boolean> call = calls.follow("follow events", FOR_EVER, stream::read);
        try {
            if (!becomesQuiet(stream, call, sink)) {
                call.await();
                throw lost("the event stream ended");
            }
        } catch (EngineRefusedException refused) {
            throw lost("the event stream is refused: " + refused.text());
        } finally {
            call.giveUp();
        }
    }

    private boolean becomesQuiet(EventStream stream, PendingCall<Boolean> call, Sink sink) {
        if (call.over(Deadlines.EVENTS_BEGIN)) {
            return false;
        }
        if (!stream.open()) {
            throw lost(
                    "the event stream did not begin within "
                            + DockerMessages.say(Deadlines.EVENTS_BEGIN));
        }
        while (!call.over(patience.betweenPings())) {
            Optional<Instant> answered = ping.answered();
            if (!call.over(Duration.ZERO)) {
                answered.ifPresent(sink::answered);
            }
            if (stream.quietFor().compareTo(patience.longestQuiet()) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static DependencyUnavailableException lost(String words) {
        return new DependencyUnavailableException(Dependency.DOCKER, words, null);
    }
}
