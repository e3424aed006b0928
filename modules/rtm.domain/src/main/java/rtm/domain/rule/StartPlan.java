package rtm.domain.rule;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationId;

/** What a start must do, given the containers. */
public sealed interface StartPlan {

    /**
     * A container that is not known to be the game's has its name; it is not touched.
     *
     * @param container the container
     */
    record NameTaken(ObservedContainer container) implements StartPlan {}

    /**
     * An engine runs on another image.
     *
     * @param container the container
     */
    record RunsOtherImage(ObservedContainer container) implements StartPlan {}

    /**
     * More than one engine of the game runs; none is touched.
     *
     * @param containers all of them
     */
    record RunsTwice(List<ObservedContainer> containers) implements StartPlan {}

    /**
     * The engine already runs on that image.
     *
     * @param container the container
     */
    record RunsAlready(ObservedContainer container) implements StartPlan {}

    /**
     * This same operation already started the engine, in an interrupted attempt.
     *
     * @param container the container
     */
    record StartedBefore(ObservedContainer container) implements StartPlan {}

    /**
     * A container must be created.
     *
     * @param leftovers our containers that do not run and are in the way; removed first
     * @param staying our other containers that do not run; stopped first, since only that proves it
     */
    record Make(List<ObservedContainer> leftovers, List<ObservedContainer> staying)
            implements StartPlan {}

    /** Decides what a start must do. */
    static StartPlan decide(
            GameId gameId, ImageReference image, OperationId operation, GameContainers containers) {
        List<ObservedContainer> running = containers.running();
        Optional<ObservedContainer> foreign = containers.foreignInPlaceOf(gameId);
        if (foreign.isPresent()
                && (running.isEmpty() || containers.strangers().contains(foreign.orElseThrow()))) {
            return new NameTaken(foreign.orElseThrow());
        }
        return switch (running.size()) {
            case 0 -> new Make(containers.leftovers(gameId), containers.staying(gameId));
            case 1 -> oneRuns(image, operation, running.getFirst());
            default -> new RunsTwice(running);
        };
    }

    private static StartPlan oneRuns(
            ImageReference image, OperationId operation, ObservedContainer running) {
        if (!running.engineImage().equals(image.value())) {
            return new RunsOtherImage(running);
        }
        return running.madeBy(operation) ? new StartedBefore(running) : new RunsAlready(running);
    }
}
