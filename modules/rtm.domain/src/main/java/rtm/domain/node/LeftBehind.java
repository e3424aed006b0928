package rtm.domain.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import rtm.domain.model.GameId;
import rtm.domain.model.Labels;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.StoreOverview;

/** Finds the containers of games that are on other nodes by now, on the daemon of this node. */
public final class LeftBehind {

    private final NodeId here;
    private final Supplier<List<ObservedContainer>> containers;
    private final StoreOverview records;

    /**
     * @param here the node of the daemon
     * @param containers lists the containers of this service there
     * @param records all games
     */
    public LeftBehind(
            NodeId here, Supplier<List<ObservedContainer>> containers, StoreOverview records) {
        this.here = here;
        this.containers = containers;
        this.records = records;
    }

    /** The node on which it can look. */
    NodeId here() {
        return here;
    }

    /** Their names. */
    List<String> names() {
        List<ObservedContainer> all = containers.get();
        List<GameId> games = all.stream().flatMap(one -> game(one).stream()).distinct().toList();
        Map<GameId, RuntimeRecord> elsewhere =
                records.records(games).stream()
                        .filter(record -> !record.node().equals(here))
                        .collect(Collectors.toMap(RuntimeRecord::gameId, Function.identity()));
        return all.stream()
                .filter(one -> game(one).filter(elsewhere::containsKey).isPresent())
                .map(ObservedContainer::name)
                .toList();
    }

    private static Optional<GameId> game(ObservedContainer container) {
        return Optional.ofNullable(container.labels().get(Labels.GAME_ID)).flatMap(GameId::parse);
    }
}
