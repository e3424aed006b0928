package rtm.domain.rule;

import java.util.List;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;

/** What a stop must do, given the record and the containers. */
public sealed interface StopPlan {

    /**
     * The runtime is already stopped or removed, and none of its engines runs.
     *
     * @param ended our containers, to be stopped all the same: only that proves that they ended
     */
    record Nothing(List<ObservedContainer> ended) implements StopPlan {}

    /**
     * Engines run and must be stopped.
     *
     * @param containers ours, or the only claimant if none of ours runs
     */
    record End(List<ObservedContainer> containers) implements StopPlan {}

    /**
     * The record says that an engine runs, but none does: only the record must be corrected.
     *
     * @param container the recorded container
     * @param ended as in {@link Nothing}
     */
    record Follow(ContainerId container, List<ObservedContainer> ended) implements StopPlan {}

    /** Decides what a stop must do. */
    static StopPlan decide(RuntimeRecord record, GameContainers containers) {
        List<ObservedContainer> running = containers.running();
        boolean oursRun = !running.isEmpty() && containers.ours().containsAll(running);
        if (oursRun || running.size() == 1) {
            return new End(running);
        }
        List<ObservedContainer> ended =
                containers.ours().stream().filter(container -> !container.live()).toList();
        return switch (record.state()) {
            case RuntimeState.Running(ContainerId container) -> new Follow(container, ended);
            case RuntimeState.Stopped _, RuntimeState.Removed _ -> new Nothing(ended);
        };
    }
}
