package rtm.domain.operation.step;

import java.time.Duration;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.operation.OperationContext;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.rule.ReplacePlan;

/**
 * Replaces a container by a new one. The old container is kept aside until the new engine runs, so
 * that it can be restored.
 */
public final class Replacement {

    private static final Log LOG = Log.of(Replacement.class);

    private final ContainerDaemon daemon;
    private final EngineLauncher launcher;
    private final HealthWait health;

    public Replacement(ContainerDaemon daemon, EngineLauncher launcher, HealthWait health) {
        this.daemon = daemon;
        this.launcher = launcher;
        this.health = health;
    }

    /** How a replacement ended. */
    sealed interface Result {

        /**
         * The new engine runs, and the old container is removed.
         *
         * @param made the new one
         */
        record Done(EngineLauncher.Made made) implements Result {}

        /**
         * The new engine runs and is not healthy; the old container is still set aside.
         *
         * @param problem what is wrong with it, in words
         */
        record Unhealthy(String problem) implements Result {}
    }

    /**
     * Replaces. Without the network that the new container needs, nothing is done. Containers in
     * the way are removed first, since Docker may refuse that; only then the old engine is stopped.
     *
     * @param healthTimeout how long to wait for the first healthy answer; zero not to wait
     * @throws ContainerDaemon.DaemonRefusedException if Docker refuses a step
     */
    Result replace(
            OperationContext context,
            EngineLauncher.Prepared prepared,
            ReplacePlan.Replace plan,
            Duration healthTimeout) {
        daemon.requireNetwork();
        plan.leftovers().forEach(container -> launcher.removeEnded(context, container.id()));
        plan.staying().forEach(container -> launcher.endForSure(context, container.id()));
        plan.old().ifPresent(container -> setAside(context, container));
        EngineLauncher.Made made = launcher.run(context, prepared);
        Optional<String> problem = health.problem(context, made.container(), healthTimeout);
        if (problem.isPresent()) {
            return new Result.Unhealthy(problem.orElseThrow());
        }
        plan.old().ifPresent(container -> drop(context, container));
        return new Result.Done(made);
    }

    private void setAside(OperationContext context, ObservedContainer old) {
        launcher.endForSure(context, old.id());
        GameId gameId = context.operation().gameId();
        if (old.inPlaceOf(gameId)) {
            context.ownership().beforeChange();
            daemon.setAside(gameId, old.id());
        }
    }

    /** Stops the old engine and removes its container: the new one has its place. */
    public void remove(OperationContext context, ObservedContainer old) {
        launcher.endForSure(context, old.id());
        drop(context, old);
    }

    /** The new engine runs, so a removal that Docker refuses or does not make is only logged. */
    private void drop(OperationContext context, ObservedContainer old) {
        try {
            launcher.removeEnded(context, old.id());
        } catch (ContainerDaemon.DaemonRefusedException refused) {
            warnLeft(context, old, refused.text());
        } catch (DependencyUnavailableException away) {
            if (!ContainerDaemon.NotMadeException.isCauseOf(away)) {
                throw away;
            }
            warnLeft(context, old, away.text());
        }
    }

    private static void warnLeft(OperationContext context, ObservedContainer old, String error) {
        LOG.warn(
                "container that was replaced is left",
                LogField.of("game_id", context.operation().gameId()),
                LogField.of("container_id", old.id()),
                LogField.of("error", error));
    }
}
