package rtm.domain.rule;

import java.util.List;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;

/** What a cleanup has to do, given the record and the containers that are there. */
public sealed interface CleanupPlan {

    /** An engine runs, or is recorded as running. */
    record Runs() implements CleanupPlan {}

    /** The container is removed already. */
    record Nothing() implements CleanupPlan {}

    /**
     * Containers have to go, if there are any, and the record has to say so.
     *
     * @param containers the recorded one and what this service made; none runs
     */
    record Remove(List<ObservedContainer> containers) implements CleanupPlan {}

    /** Decides what a cleanup has to do. */
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
