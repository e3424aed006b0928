package rtm.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.NotMadeException;
import rtm.domain.port.DependencyCheck;

/**
 * Checks that Docker did not just refuse the work of a start for a temporary reason, or accept it
 * and not do it. A daemon that answers pings may have lost its containerd, or have no free address;
 * no question shows that, and a trial would change something. So a refusal counts until the same
 * step succeeds for any game, or for a few seconds: a job that waits tries again in that time. What
 * was accepted and not done counts as long again as it took to notice.
 */
final class StartRefusals implements DependencyCheck {

    private static final Duration MEMORY = Duration.ofSeconds(3);

    private final Map<Step, Refusal> refusals = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /** The steps of a start that Docker may refuse. */
    enum Step {
        CREATE,
        START
    }

    /**
     * A refusal.
     *
     * @param seen when, by the monotonic clock
     * @param memory how long it counts, in nanoseconds
     */
    private record Refusal(DependencyUnavailableException failure, long seen, long memory) {

        boolean counts(long now) {
            return now - seen < memory;
        }
    }

    /** Forgets by this monotonic clock. */
    StartRefusals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Runs a step, and notes its result. */
    <T> T watch(Step step, Supplier<T> work) {
        long began = nanoTime.getAsLong();
        try {
            T result = work.get();
            refusals.remove(step);
            return result;
        } catch (DependencyUnavailableException failed) {
            boolean notMade = NotMadeException.isCauseOf(failed);
            if (notMade || failed.getCause() instanceof DockerException) {
                long now = nanoTime.getAsLong();
                long memory = MEMORY.toNanos() + (notMade ? now - began : 0);
                refusals.put(step, new Refusal(failed, now, memory));
            }
            throw failed;
        }
    }

    @Override
    public Dependency dependency() {
        return Dependency.DOCKER;
    }

    @Override
    public void check() {
        long now = nanoTime.getAsLong();
        refusals.values().stream()
                .filter(refusal -> refusal.counts(now))
                .findAny()
                .ifPresent(refusal -> {
                    throw repeated(refusal.failure());
                });
    }

    private static DependencyUnavailableException repeated(DependencyUnavailableException seen) {
        return new DependencyUnavailableException(
                Dependency.DOCKER,
                (NotMadeException.isCauseOf(seen)
                                ? "it does not start containers: "
                                : "it refuses to start containers: ")
                        + seen.text().substring(seen.text().indexOf(' ') + 1),
                seen,
                seen.reason());
    }
}
