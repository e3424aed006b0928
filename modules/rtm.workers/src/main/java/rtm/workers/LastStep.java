package rtm.workers;

import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.workers.loop.Interruption;

/** A step of stopping the workers. If it fails, the log says so, and the next one is tried. */
final class LastStep {

    private static final Log LOG = Log.of(LastStep.class);

    private LastStep() {}

    static void run(String name, Runnable step) throws InterruptedException {
        try {
            step.run();
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            LOG.warn(
                    "a step of stopping the workers failed",
                    LogField.of("step", name),
                    LogField.of("error", away.text()));
        } catch (RuntimeException defect) {
            Interruption.check();
            LOG.defect("a step of stopping the workers failed", defect, LogField.of("step", name));
        }
    }
}
