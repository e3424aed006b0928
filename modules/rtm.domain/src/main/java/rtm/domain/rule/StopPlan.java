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
     * @param containers the recorded one and those that were made here; one that a person made only
     *     if there is no other
     */
    record End(List<ObservedContainer> containers) implements StopPlan {}

    /**
     * The record says that an engine runs, and none does: only the record has to follow.
     *
     * @param container the recorded one
     */
    record Follow(ContainerId container) implements StopPlan {}

    /** Decides what a stop has to do. */
    static StopPlan decide(RuntimeRecord record, List<ObservedContainer> containers) {
        List<ObservedContainer> live =
                containers.stream()
                        .filter(container -> container.belongsTo(record.gameId()))
                        .filter(ObservedContainer::live)
                        .toList();
        List<ObservedContainer> ofThisService =
                live.stream()
                        .filter(container ->
                                !container.madeByHand()
                                        || record.state()
                                                .containerId()
                                                .filter(container.id()::equals)
                                                .isPresent())
                        .toList();
        if (!live.isEmpty()) {
            return new End(ofThisService.isEmpty() ? live : ofThisService);
        }
        return switch (record.state()) {
            case RuntimeState.Running(ContainerId container) -> new Follow(container);
            case RuntimeState.Stopped _, RuntimeState.Removed _ -> new Nothing();
        };
    }
}
