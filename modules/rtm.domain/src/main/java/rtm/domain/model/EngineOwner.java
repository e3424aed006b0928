package rtm.domain.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells the engines of this service from those of another service on the same daemon, which has
 * another database. An engine without the label of its database, from an earlier version or from a
 * person, is taken for one of this service.
 *
 * @param database the id of this service's database
 */
public record EngineOwner(UUID database) {

    /**
     * A container as this service may see it: without the owner label if it is another service's.
     * So it can only be in the way.
     */
    public ObservedContainer seen(ObservedContainer container) {
        if (!isForeign(container)) {
            return container;
        }
        Map<String, String> labels = new HashMap<>(container.labels());
        labels.remove(Labels.OWNER);
        return new ObservedContainer(
                container.id(),
                container.name(),
                container.image(),
                container.state(),
                labels,
                container.attached());
    }

    /** Whether another service created it. */
    public boolean isForeign(ObservedContainer container) {
        return container.ours()
                && isForeign(container.labels().getOrDefault(Labels.DATABASE_ID, ""));
    }

    /**
     * Whether this service created it for that game, in the game's place or set aside: it names
     * this database. A database that was restored from a dump does not know what was created since.
     */
    public boolean isOwn(ObservedContainer container, GameId game) {
        return container.belongsTo(game)
                && (container.inPlaceOf(game) || container.asideOf(game))
                && database.toString().equals(container.labels().get(Labels.DATABASE_ID));
    }

    /**
     * Whether a label names another database.
     *
     * @param label its value; empty without the label
     */
    public boolean isForeign(String label) {
        return !label.isEmpty() && !label.equals(database.toString());
    }

    /** The database of another service's container, for a message about one that is in the way. */
    public static Optional<String> foreignDatabase(ObservedContainer container) {
        return container.ours()
                ? Optional.empty()
                : Optional.ofNullable(container.labels().get(Labels.DATABASE_ID));
    }
}
