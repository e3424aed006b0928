package rtm.domain.model;

import java.util.Map;
import java.util.Optional;

/**
 * A container as Docker listed it.
 *
 * @param id its id
 * @param name its name, without the leading slash
 * @param image the image as Docker lists it: a reference, or an id where the tag moved on
 * @param state Docker's word for its state
 * @param labels its labels, those that {@link Labels} names at least
 */
public record ObservedContainer(
        ContainerId id,
        String name,
        String image,
        ContainerState state,
        Map<String, String> labels) {

    /** Keeps its own copy of the labels. */
    public ObservedContainer {
        labels = Map.copyOf(labels);
    }

    /** Whether it carries this service's owner label. */
    public boolean ours() {
        return Labels.OWNER_VALUE.equals(labels.get(Labels.OWNER));
    }

    /**
     * Whether it is that game's, as its labels say; another game's may bear the name by mistake.
     */
    public boolean belongsTo(GameId gameId) {
        return ours() && gameId.value().equals(labels.get(Labels.GAME_ID));
    }

    /** Whether an engine is, or may be, alive in it. */
    public boolean live() {
        return switch (state) {
            case RUNNING, PAUSED, RESTARTING -> true;
            case CREATED, REMOVING, EXITED, DEAD -> false;
        };
    }

    /** The reference it was created from: the label, else what Docker lists. */
    public String engineImage() {
        return Optional.ofNullable(labels.get(Labels.ENGINE_IMAGE_REF)).orElse(image);
    }

    /** Whether that operation created it. */
    public boolean madeBy(OperationId operation) {
        return operation.toString().equals(labels.get(Labels.OPERATION_ID));
    }

    /** Whether a person made it: it carries no operation's label. */
    public boolean madeByHand() {
        return !labels.containsKey(Labels.OPERATION_ID);
    }
}
