package rtm.main.client.game;

import java.util.Optional;
import java.util.OptionalLong;
import rtm.domain.text.Terms;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.RefusedException;
import rtm.main.client.call.ServiceCalls;

/** Nodes as the service answers them. */
public final class Nodes {

    private Nodes() {}

    /** Its name, or its number while it has none. */
    public static String name(Fields node) {
        return node.text("name").orElseGet(() -> Long.toString(node.number("number").orElse(0)));
    }

    /** The node of a game; empty if nobody knows it. */
    public static Optional<Fields> ofGame(ServiceCalls calls, String game) {
        try {
            return AnswerReader.object(
                            calls.read(Paths.of("/nodes?game_id=") + Paths.encoded(game)))
                    .list("items")
                    .stream()
                    .findFirst();
        } catch (RefusedException _) {
            return Optional.empty();
        }
    }

    /** At a glance. */
    public static String words(Fields node) {
        return Terms.node(
                name(node),
                node.shown("state"),
                node.is("intake"),
                node.number("games_running").orElse(0),
                limit(node.number("games_max")),
                node.number("memory_used_bytes").orElse(0),
                limit(node.number("memory_bytes")));
    }

    /** A limit of 0 is none. */
    private static Optional<Long> limit(OptionalLong most) {
        return most.isPresent() && most.getAsLong() > 0
                ? Optional.of(most.getAsLong())
                : Optional.empty();
    }
}
