package rtm.domain.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import rtm.domain.model.GameId;
import rtm.domain.model.Labels;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.StoreOverview;
import rtm.domain.text.NameList;
import rtm.domain.text.Plural;

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
        return look().moved();
    }

    /** Which must be removed, and how many others are there, in words. */
    public String words() {
        Found found = look();
        String others =
                found.staying() == 0
                        ? ""
                        : ", and %s of games that are still on this node"
                                .formatted(Plural.of(found.staying(), "container"));
        return found.moved().isEmpty()
                ? "on its Docker is no container of a game that moved away" + others
                : "on its Docker are containers of games that moved away (%s)%s%s"
                        .formatted(
                                NameList.of(found.moved()),
                                others,
                                found.moved().size() > NameList.MOST
                                        ? "; \"rtmanager reconcile --dry-run\" here names all that moved away"
                                        : "");
    }

    /**
     * What was found.
     *
     * @param moved the names of those whose games are on other nodes
     * @param staying how many are there whose games are still on this node
     */
    private record Found(List<String> moved, int staying) {}

    private Found look() {
        List<ObservedContainer> all = containers.get();
        List<GameId> games = all.stream().flatMap(one -> game(one).stream()).distinct().toList();
        Map<GameId, NodeId> nodes =
                records.records(games).stream()
                        .collect(Collectors.toMap(RuntimeRecord::gameId, RuntimeRecord::node));
        List<String> moved = new ArrayList<>();
        int staying = 0;
        for (ObservedContainer container : all) {
            Optional<NodeId> node = game(container).map(nodes::get);
            if (node.equals(Optional.of(here))) {
                staying++;
            } else if (node.isPresent()) {
                moved.add(container.name());
            }
        }
        return new Found(List.copyOf(moved), staying);
    }

    private static Optional<GameId> game(ObservedContainer container) {
        return Optional.ofNullable(container.labels().get(Labels.GAME_ID)).flatMap(GameId::parse);
    }
}
