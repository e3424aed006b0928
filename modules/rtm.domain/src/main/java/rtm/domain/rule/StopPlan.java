package rtm.domain.rule;

import java.util.List;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;

/** What a stop has to do, given the record and the containers that are there. */
public sealed interface StopPlan {

    /** The runtime is stopped or removed already, and no engine of it runs. */
    record Nothing() implements StopPlan {}

    /**
     * Engines run and have to end.
     *
     * @param containers ours; the only one that claims to be the game's where none of ours runs
     */
    record End(List<ObservedContainer> containers) implements StopPlan {}

    /**
     * The record says that an engine runs, and none does: only the record has to follow.
     *
     * @param container the recorded one
     */
    record Follow(ContainerId container) implements StopPlan {}

    /** Decides what a stop has to do. */
    static StopPlan decide(RuntimeRecord record, GameContainers containers) {
        List<ObservedContainer> running = containers.running();
        boolean oursRun = !running.isEmpty() && containers.ours().containsAll(running);
        if (oursRun || running.size() == 1) {
            return new End(running);
        }
        return switch (record.state()) {
            case RuntimeState.Running(ContainerId container) -> new Follow(container);
            case RuntimeState.Stopped _, RuntimeState.Removed _ -> new Nothing();
        };
    }
}
