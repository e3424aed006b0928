package rtm.domain.rule;

import java.util.List;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;

/** What a cleanup must do, given the record and the containers. */
public sealed interface CleanupPlan {

    /** An engine runs, or is recorded as running. */
    record Runs() implements CleanupPlan {}

    /** The container is already removed. */
    record Nothing() implements CleanupPlan {}

    /**
     * Containers must be removed, if there are any, and the record must become removed.
     *
     * @param containers the recorded one and those that this service created; none runs
     */
    record Remove(List<ObservedContainer> containers) implements CleanupPlan {}

    /** Decides what a cleanup must do. */
    static CleanupPlan decide(RuntimeRecord record, GameContainers containers) {
        if (record.state().status() == RuntimeStatus.RUNNING || !containers.running().isEmpty()) {
            return new Runs();
        }
        return record.state()
                .containerId()
                .<CleanupPlan>map(recorded ->
                        new Remove(
                                containers.ours().stream()
                                        .filter(container ->
                                                !container.madeByHand()
                                                        || container.id().equals(recorded))
                                        .toList()))
                .orElseGet(Nothing::new);
    }
}
