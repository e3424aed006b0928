package rtm.main.client.game;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import rtm.domain.text.Causes;
import rtm.main.client.call.Fields;

/** What is wrong with the service or with what it needs. */
public final class Problems {

    private Problems() {}

    /** Those of a status that hide something: of the nodes, those without a process. */
    public static Causes of(Fields status) {
        return of(status, node -> node.is("lost") || !node.is("held"));
    }

    /** All of a status. */
    public static Causes all(Fields status) {
        return of(status, _ -> true);
    }

    private static Causes of(Fields status, Predicate<Fields> named) {
        Map<String, String> failing = new LinkedHashMap<>();
        for (Fields dependency : status.list("dependencies")) {
            dependency
                    .text("error")
                    .ifPresent(error -> failing.put(dependency.shown("name"), error));
        }
        Causes causes = new Causes(failing);
        long unreadable = status.number("unreadable_rows").orElse(0);
        if (unreadable > 0) {
            causes.unreadableRows(unreadable);
        }
        for (Fields problem : status.list("problems")) {
            causes.part(problem.shown("part"), problem.shown("error"));
        }
        status.text("given_up").ifPresent(causes::givenUp);
        Map<String, String> ailing = new LinkedHashMap<>();
        status.list("nodes").stream()
                .filter(named)
                .forEach(node ->
                        node.text("words").ifPresent(words -> ailing.put(Nodes.name(node), words)));
        causes.nodes(ailing);
        status.list("nodes").stream()
                .filter(node -> node.is("lost") && node.number("games_running").orElse(0) > 0)
                .forEach(node ->
                        causes.unseenGamesOn(node.number("number").orElse(0), Nodes.name(node)));
        return causes;
    }
}
