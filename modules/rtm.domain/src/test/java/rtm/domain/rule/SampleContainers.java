package rtm.domain.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationId;

/** Containers as Docker may list them for one game, and every small set of them. */
final class SampleContainers {

    static final GameId GAME = new GameId("game-1");
    static final ImageReference IMAGE = new ImageReference("galaxy/game:1.4.0");
    static final ImageReference OTHER_IMAGE = new ImageReference("galaxy/game:1.5.0");
    static final OperationId OPERATION = new OperationId(new UUID(0, 1));

    private static final OperationId EARLIER = new OperationId(new UUID(0, 2));
    private static final OperationId UNKNOWN = new OperationId(new UUID(0, 3));

    private SampleContainers() {}

    /** Who made a container. */
    enum Maker {
        /** The operation that is being planned, in an attempt that was cut off. */
        THIS_OPERATION,
        /** An earlier operation of this service. */
        EARLIER_OPERATION,
        /** A person, with this service's labels. */
        PERSON,
        /** A person, who copied a container of this service with all its labels. */
        COPY,
        /** Somebody without labels, under the game's name. */
        STRANGER,
        /** This service, for another game; a person gave it this game's name. */
        OTHER_GAME
    }

    static ObservedContainer container(
            String id, Maker maker, ContainerState state, boolean bearsName, ImageReference image) {
        return new ObservedContainer(
                new ContainerId(id),
                bearsName ? GAME.containerName() : "diagnosis-" + id,
                image.value(),
                state,
                labels(maker, image));
    }

    static ObservedContainer container(String id, Maker maker, ContainerState state) {
        return container(id, maker, state, true, IMAGE);
    }

    private static Map<String, String> labels(Maker maker, ImageReference image) {
        return switch (maker) {
            case THIS_OPERATION -> made(GAME, OPERATION, image);
            case EARLIER_OPERATION -> made(GAME, EARLIER, image);
            case COPY -> made(GAME, UNKNOWN, image);
            case PERSON -> Map.of(Labels.OWNER, Labels.OWNER_VALUE, Labels.GAME_ID, GAME.value());
            case STRANGER -> Map.of("com.example.owner", "somebody");
            case OTHER_GAME -> made(new GameId("game-2"), EARLIER, image);
        };
    }

    private static Map<String, String> made(
            GameId game, OperationId operation, ImageReference image) {
        return Map.of(
                Labels.OWNER,
                Labels.OWNER_VALUE,
                Labels.GAME_ID,
                game.value(),
                Labels.ENGINE_IMAGE_REF,
                image.value(),
                Labels.OPERATION_ID,
                operation.toString());
    }

    /** Whether it is this game's, whoever of those that may have made it did. */
    static boolean belongs(ObservedContainer container) {
        return Labels.OWNER_VALUE.equals(container.labels().get(Labels.OWNER))
                && GAME.value().equals(container.labels().get(Labels.GAME_ID));
    }

    /** The containers as they are sorted where a record names none. */
    static GameContainers sorted(List<ObservedContainer> containers) {
        return sorted(Optional.empty(), containers);
    }

    /** The containers, sorted by the operation log of this service and by what the record names. */
    static GameContainers sorted(
            Optional<ContainerId> recorded, List<ObservedContainer> containers) {
        return GameContainers.sort(
                GAME,
                containers,
                containers.stream()
                        .filter(container ->
                                container.madeBy(OPERATION)
                                        || container.madeBy(EARLIER)
                                        || recorded.equals(Optional.of(container.id())))
                        .map(ObservedContainer::id)
                        .toList(),
                List.of(),
                List.of());
    }

    static boolean bearsName(ObservedContainer container) {
        return container.name().equals(GAME.containerName());
    }

    /** Every set of none, one and two containers that Docker could list, and some of three. */
    static List<List<ObservedContainer>> sets(ImageReference... images) {
        List<ObservedContainer> first = all("a", images);
        List<ObservedContainer> second = all("b", images);
        List<ObservedContainer> third = all("c", images);
        List<List<ObservedContainer>> sets = new ArrayList<>();
        sets.add(List.of());
        for (ObservedContainer a : first) {
            sets.add(List.of(a));
            for (ObservedContainer b : second) {
                sets.add(List.of(a, b));
            }
        }
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            sets.add(List.of(pick(first, random), pick(second, random), pick(third, random)));
        }
        sets.removeIf(set -> set.stream().filter(SampleContainers::bearsName).count() > 1);
        return sets;
    }

    private static ObservedContainer pick(List<ObservedContainer> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static List<ObservedContainer> all(String id, ImageReference... images) {
        List<ObservedContainer> all = new ArrayList<>();
        for (Maker maker : Maker.values()) {
            for (ContainerState state : ContainerState.values()) {
                for (ImageReference image : images) {
                    all.add(container(id, maker, state, true, image));
                    if (maker != Maker.STRANGER && maker != Maker.OTHER_GAME) {
                        all.add(container(id, maker, state, false, image));
                    }
                }
            }
        }
        return all;
    }
}
