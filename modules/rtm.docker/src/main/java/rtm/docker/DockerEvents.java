package rtm.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerEngine.EngineRefusedException;
import rtm.domain.port.ContainerEvents;

/**
 * Follows Docker's events. A stream on which nothing happens cannot be told from one whose engine
 * hangs, so the engine is pinged beside it. An answer counts as one of the daemon that tells the
 * events if the stream is still open then.
 */
final class DockerEvents implements ContainerEvents {

    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    private static final Duration BETWEEN_PINGS = Duration.ofSeconds(3);

    private final DockerCalls calls;
    private final DockerPing ping;

    DockerEvents(DockerCalls calls, DockerPing ping) {
        this.calls = calls;
        this.ping = ping;
    }

    @Override
    public void follow(Optional<Instant> since, Sink sink) {
        EventStream stream = new EventStream(since, sink);
        PendingCall<Boolean> call = calls.follow("follow events", FOR_EVER, stream::read);
        try {
            watch(stream, call, sink);
            call.await();
            throw lost("the event stream ended");
        } catch (EngineRefusedException refused) {
            throw lost("the event stream is refused: " + refused.text());
        } finally {
            call.giveUp();
        }
    }

    private void watch(EventStream stream, PendingCall<Boolean> call, Sink sink) {
        if (call.over(Deadlines.EVENTS_BEGIN)) {
            return;
        }
        if (!stream.open()) {
            throw lost(
                    "the event stream did not begin within "
                            + DockerWords.say(Deadlines.EVENTS_BEGIN));
        }
        while (!call.over(BETWEEN_PINGS)) {
            Optional<Instant> answered = ping.answered();
            if (!call.over(Duration.ZERO)) {
                answered.ifPresent(sink::answered);
            }
        }
    }

    private static DependencyUnavailableException lost(String words) {
        return new DependencyUnavailableException(Dependency.DOCKER, words, null);
    }
}
