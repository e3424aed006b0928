package rtm.domain.operation.step;

import java.time.Duration;
import java.util.Optional;
import rtm.domain.ending.LastWords;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.InspectedContainer;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.EnginePolicy;
import rtm.domain.operation.OperationContext;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.EngineHealth;
import rtm.domain.port.EngineHealth.Answer;
import rtm.domain.time.Deadline;
import rtm.domain.time.Durations;

/** Waits until a new engine reports that it is healthy. */
public final class HealthWait {

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);

    private final ContainerDaemon daemon;
    private final ContainerQueries containers;
    private final EngineHealth health;
    private final LastWords lastWords;
    private final EnginePolicy policy;

    public HealthWait(
            ContainerDaemon daemon,
            ContainerQueries containers,
            EngineHealth health,
            LastWords lastWords,
            EnginePolicy policy) {
        this.daemon = daemon;
        this.containers = containers;
        this.health = health;
        this.lastWords = lastWords;
        this.policy = policy;
    }

    /**
     * Waits for the first healthy answer.
     *
     * @param most how long to wait; zero to skip
     * @return what is wrong with the engine; empty if it is healthy
     * @throws DependencyUnavailableException if the game may no longer be ours, or the wait is cut
     *     off
     */
    public Optional<String> problem(
            OperationContext context, ContainerId container, Duration most) {
        if (most.isZero()) {
            return Optional.empty();
        }
        Deadline deadline = Deadline.in(most);
        String last = "it was not asked";
        while (true) {
            context.ownership().check();
            Duration left = deadline.left();
            if (left.isZero()) {
                return Optional.of(
                        "its engine was not healthy within %d ms: %s"
                                .formatted(most.toMillis(), last));
            }
            Optional<EngineAddress> address =
                    daemon.address(context.operation().gameId(), container);
            Optional<String> end = address.isEmpty() ? end(context, container) : Optional.empty();
            if (end.isPresent()) {
                return end;
            }
            switch (ask(address, Durations.shorter(left, policy.probeTimeout()))) {
                case Answer.Healthy _ -> {
                    return Optional.empty();
                }
                case Answer.Unhealthy(_, String error) -> last = error;
            }
            pause(Durations.shorter(left, BETWEEN_QUESTIONS));
        }
    }

    /** How the engine ended; empty if it has not. */
    private Optional<String> end(OperationContext context, ContainerId container) {
        Optional<InspectedContainer> found =
                containers.inspect(context.operation().gameId(), container);
        if (found.isEmpty()) {
            return Optional.of("its container is gone");
        }
        return found.filter(there -> !there.container().live())
                .map(ended ->
                        "its engine ended before it was healthy: %s"
                                .formatted(lastWords.of(ended)));
    }

    private Answer ask(Optional<EngineAddress> address, Duration timeout) {
        if (address.isEmpty()) {
            return new Answer.Unhealthy(0, "it has no address on network " + policy.network());
        }
        try {
            return health.ask(address.orElseThrow(), timeout);
        } catch (InterruptedException cutOff) {
            throw cutOff(cutOff);
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException cutOff) {
            throw cutOff(cutOff);
        }
    }

    private static DependencyUnavailableException cutOff(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new DependencyUnavailableException(
                Dependency.DOCKER, "the wait for the new engine was cut off", cause);
    }
}
