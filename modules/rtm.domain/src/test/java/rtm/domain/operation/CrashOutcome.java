package rtm.domain.operation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.simulation.SimulatedWorld;

/**
 * What is left in the end, without ids and times.
 *
 * @param status of the record, where there is one
 * @param recorded the state of the container that the record names, where both exist
 * @param namesAContainer whether the record names one
 * @param states of all containers of this service
 * @param live how many engines of this service are alive
 * @param setAside how many containers are named as set aside
 * @param open how many rows are in progress
 * @param results outcomes and codes that were published
 * @param events how many health events were published
 * @param intents how many intents were published
 * @param unnamed lives of engines that ended and have no ending
 */
record CrashOutcome(
        Optional<RuntimeStatus> status,
        Optional<ContainerState> recorded,
        boolean namesAContainer,
        List<ContainerState> states,
        long live,
        long setAside,
        int open,
        List<String> results,
        int events,
        int intents,
        List<ContainerId> unnamed) {

    static CrashOutcome of(SimulatedWorld world) {
        Optional<RuntimeState> state =
                world.store.find(SimulatedWorld.GAME).map(RuntimeRecord::state);
        Optional<ContainerId> named = state.flatMap(RuntimeState::containerId);
        List<ObservedContainer> ours =
                world.docker.containers().stream().filter(ObservedContainer::ours).toList();
        return new CrashOutcome(
                state.map(RuntimeState::status),
                named.flatMap(world.docker::container).map(ObservedContainer::state),
                named.isPresent(),
                ours.stream().map(ObservedContainer::state).toList(),
                ours.stream().filter(ObservedContainer::live).count(),
                ours.stream()
                        .filter(each ->
                                each.name().equals(SimulatedWorld.GAME.previousContainerName()))
                        .count(),
                world.store.openOperations().size(),
                world.results().stream().map(CrashOutcome::result).toList(),
                world.events().size(),
                world.intents().size(),
                world.docker.ended().stream()
                        .filter(container ->
                                world.store.endings().all().stream()
                                        .noneMatch(entry ->
                                                entry.ending().container().equals(container)))
                        .toList());
    }

    private static String result(Map<String, String> result) {
        return result.get("outcome") + " " + result.get("error_code");
    }

    boolean sameRuntime(CrashOutcome other) {
        return status.equals(other.status)
                && recorded.equals(other.recorded)
                && states.equals(other.states);
    }

    /** Whether record and containers agree, and nothing is left half made. */
    boolean agrees() {
        return !states.contains(ContainerState.CREATED)
                && (status.equals(Optional.of(RuntimeStatus.RUNNING))
                        ? live == 1 && recorded.equals(Optional.of(ContainerState.RUNNING))
                        : live == 0 && namesAContainer == recorded.isPresent());
    }
}
