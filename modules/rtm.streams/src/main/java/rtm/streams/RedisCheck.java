package rtm.streams;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.DependencyCheck;
import rtm.domain.time.Deadline;

/**
 * Checks each time that Redis answers, and at most once a second that it would do this service's
 * work. If work was refused, the check fails until a write succeeds.
 */
final class RedisCheck implements DependencyCheck {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final ReconnectingConnection link;
    private final ServerHealth server;
    private final RedisWork work;
    private final Supplier<Optional<DependencyUnavailableException>> reading;
    private Deadline next = Deadline.in(Duration.ZERO);
    private Optional<DependencyUnavailableException> found = Optional.empty();

    /**
     * @param reading the last refusal to the reader of jobs
     */
    RedisCheck(
            ReconnectingConnection link,
            ServerHealth server,
            RedisWork work,
            Supplier<Optional<DependencyUnavailableException>> reading) {
        this.link = link;
        this.server = server;
        this.work = work;
        this.reading = reading;
    }

    @Override
    public Dependency dependency() {
        return Dependency.REDIS;
    }

    @Override
    public void check() {
        link.call(redis -> redis.ping());
        fail(look());
        fail(server.refusal());
        fail(reading.get());
    }

    private synchronized Optional<DependencyUnavailableException> look() {
        if (next.past()) {
            found = Optional.ofNullable(refusal());
            next = Deadline.in(FRESH);
        }
        return found;
    }

    private @Nullable DependencyUnavailableException refusal() {
        try {
            work.check();
            return null;
        } catch (DependencyUnavailableException refused) {
            return refused;
        }
    }

    private static void fail(Optional<DependencyUnavailableException> failure) {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
