package rtm.domain.model;

import java.util.Map;
import java.util.Optional;

/**
 * A container as Docker listed it.
 *
 * @param id its id
 * @param name its name, without the leading slash; a daemon whose containers cannot be renamed
 *     reports the name that the container stands for
 * @param image the image as Docker lists it: a reference, or an id if the tag now names another
 *     image
 * @param state Docker's word for its state
 * @param labels its labels, at least those that {@link Labels} names
 * @param attached whether it is attached to the engines' network; true if Docker does not say
 */
public record ObservedContainer(
        ContainerId id,
        String name,
        String image,
        ContainerState state,
        Map<String, String> labels,
        boolean attached) {

    /** Keeps its own copy of the labels. */
    public ObservedContainer {
        labels = Map.copyOf(labels);
    }

    /** One that is attached to the engines' network. */
    public ObservedContainer(
            ContainerId id,
            String name,
            String image,
            ContainerState state,
            Map<String, String> labels) {
        this(id, name, image, state, labels, true);
    }

    /** Whether it carries this service's owner label. */
    public boolean ours() {
        return Labels.OWNER_VALUE.equals(labels.get(Labels.OWNER));
    }

    /**
     * Whether its labels name that game; a container of another game may have the game's name by
     * mistake.
     */
    public boolean belongsTo(GameId gameId) {
        return ours() && gameId.value().equals(labels.get(Labels.GAME_ID));
    }

    /**
     * Requires the labels of that game, for a container that is known to be the game's. Labels
     * never change, so an answer with others is wrong, or is about something else.
     *
     * @throws DependencyUnavailableException without them
     */
    public void requireOf(GameId gameId) {
        if (!belongsTo(gameId)) {
            throw new DependencyUnavailableException(
                    Dependency.DOCKER,
                    "its answer about container %s of game %s cannot be right: it has other labels"
                            .formatted(id, gameId),
                    null);
        }
    }

    /**
     * Requires the labels that the same container had in another answer.
     *
     * @throws DependencyUnavailableException if they differ
     */
    public void requireSameLabels(ObservedContainer before) {
        if (!labels.equals(before.labels)) {
            throw new DependencyUnavailableException(
                    Dependency.DOCKER,
                    "its answers about container %s contradict each other: the labels differ"
                            .formatted(id),
                    null);
        }
    }

    /** Whether an engine runs in it, or may run. */
    public boolean live() {
        return switch (state) {
            case RUNNING, PAUSED, RESTARTING, UNKNOWN -> true;
            case CREATED, REMOVING, EXITED, DEAD -> false;
        };
    }

    /** Whether its engine ran and has ended. */
    public boolean ended() {
        return switch (state) {
            case EXITED, DEAD -> true;
            case CREATED, RUNNING, PAUSED, RESTARTING, REMOVING, UNKNOWN -> false;
        };
    }

    /** Whether other services reach its engine at the game's endpoint: it has the game's name. */
    public boolean inPlaceOf(GameId gameId) {
        return name.equals(gameId.containerName());
    }

    /** Whether it is set aside for the game, while another container has the game's place. */
    public boolean asideOf(GameId gameId) {
        return name.equals(gameId.previousContainerName());
    }

    /** The reference it was created from: the label, or else what Docker lists. */
    public String engineImage() {
        return Optional.ofNullable(labels.get(Labels.ENGINE_IMAGE_REF)).orElse(image);
    }

    /** Whether that operation created it. */
    public boolean madeBy(OperationId operation) {
        return operation.toString().equals(labels.get(Labels.OPERATION_ID));
    }

    /** Whether this service created it and a person took it off the engines' network. */
    public boolean detached() {
        return !attached && !madeByHand();
    }

    /** Whether a person created it: it has no operation label. */
    public boolean madeByHand() {
        return !labels.containsKey(Labels.OPERATION_ID);
    }
}
