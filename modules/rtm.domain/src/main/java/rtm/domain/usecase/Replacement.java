package rtm.domain.usecase;

import java.time.Duration;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerEngine;
import rtm.domain.rule.ReplacePlan;

/**
 * Puts a new container in the place of the old one. The old container is kept, set aside, until the
 * new engine runs, so that it can be put back.
 */
final class Replacement {

    private static final Log LOG = Log.of(Replacement.class);

    private final ContainerEngine engine;
    private final NewEngines engines;
    private final HealthWait health;
    private final EnginePolicy policy;

    Replacement(
            ContainerEngine engine, NewEngines engines, HealthWait health, EnginePolicy policy) {
        this.engine = engine;
        this.engines = engines;
        this.health = health;
        this.policy = policy;
    }

    /** How a replacement ended. */
    sealed interface Result {

        /**
         * The new engine runs, and the old container is removed.
         *
         * @param made the new one
         */
        record Done(NewEngines.Made made) implements Result {}

        /**
         * The new engine runs and is not healthy; the old container is still set aside.
         *
         * @param problem what is wrong with it, in words
         */
        record Unhealthy(String problem) implements Result {}
    }

    /**
     * Replaces. Nothing is done without the network that the new container needs. What is in the
     * way goes first, since Docker may refuse to remove it; only then is the old engine stopped.
     *
     * @param healthTimeout how long to wait for the first healthy answer; zero not to wait
     * @throws ContainerEngine.EngineRefusedException if Docker refuses a step
     */
    Result replace(
            Scope scope,
            NewEngines.Prepared prepared,
            ReplacePlan.Replace plan,
            Duration healthTimeout) {
        engine.requireNetwork();
        plan.leftovers().forEach(container -> engines.remove(scope, container.id()));
        plan.old().ifPresent(container -> setAside(scope, container));
        NewEngines.Made made = engines.run(scope, prepared);
        Optional<String> problem = health.problem(scope, made.container(), healthTimeout);
        if (problem.isPresent()) {
            return new Result.Unhealthy(problem.orElseThrow());
        }
        plan.old().ifPresent(container -> remove(scope, container));
        return new Result.Done(made);
    }

    private void setAside(Scope scope, ObservedContainer old) {
        if (old.live()) {
            scope.guard().beforeChange();
            engine.stop(old.id(), policy.stopGrace());
        }
        if (old.name().equals(scope.operation().gameId().containerName())) {
            scope.guard().beforeChange();
            engine.rename(old.id(), scope.operation().gameId().previousContainerName());
        }
    }

    /** Removes what was replaced. The new engine runs, so this holds even if Docker refuses. */
    void remove(Scope scope, ObservedContainer old) {
        try {
            engines.remove(scope, old.id());
        } catch (ContainerEngine.EngineRefusedException refused) {
            LOG.warn(
                    "container that was replaced is left",
                    Pair.of("game_id", scope.operation().gameId()),
                    Pair.of("container_id", old.id()),
                    Pair.of("error", refused.text()));
        }
    }
}
