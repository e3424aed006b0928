package rtm.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.port.node.GamePlaces;

/** Games that a test puts on nodes. */
final class FakePlaces implements GamePlaces {

    final Map<GameId, Node> held = new ConcurrentHashMap<>();
    final Map<GameId, Node> forFirstStarts = new ConcurrentHashMap<>();

    /** Asked first, until it is empty. */
    final Queue<Supplier<Node>> choices = new ConcurrentLinkedQueue<>();

    static Node node(int number, NodeState state, Optional<URI> url) {
        return new Node(
                new NodeId(number),
                Optional.of("vm-" + number),
                Optional.of("DAEMON-" + number),
                url,
                state,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Node at(int number, int port) {
        return node(
                number, NodeState.OPEN, Optional.of(URI.create("http://127.0.0.1:" + port + "/")));
    }

    @Override
    public Optional<NodeEngine> engineAt(InetAddress address, NodeId here) {
        return Optional.empty();
    }

    @Override
    public Optional<Node> named(String name) {
        return held.values().stream().filter(node -> node.label().equals(name)).findFirst();
    }

    void put(String game, Node node) {
        held.put(new GameId(game), node);
    }

    @Override
    public Optional<Node> nodeOf(GameId gameId) {
        return Optional.ofNullable(held.get(gameId));
    }

    @Override
    public Optional<Node> nodeForStart(GameId gameId) {
        Supplier<Node> choice = choices.poll();
        return choice == null
                ? Optional.ofNullable(forFirstStarts.get(gameId))
                : Optional.of(choice.get());
    }
}
