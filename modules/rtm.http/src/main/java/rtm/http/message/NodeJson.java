package rtm.http.message;

import java.net.URI;
import rtm.domain.model.Node;
import rtm.domain.model.NodeReport;
import rtm.domain.overview.NodeCondition;

/** Nodes as JSON. */
public final class NodeJson {

    private NodeJson() {}

    /** One node, what is there now, and why somebody should look at it. */
    public static void write(JsonObjectWriter json, NodeReport report) {
        Node node = report.node();
        identity(json, node);
        json.flag("held", report.held())
                .flag("intake", report.intake())
                .flag("lost", report.lost())
                .number("games_running", report.running())
                .number("games_recorded", report.recorded())
                .number(
                        "games_max",
                        node.capacity().map(capacity -> Long.valueOf(capacity.games())))
                .number("memory_used_bytes", report.memoryUsed())
                .number("memory_bytes", node.capacity().map(capacity -> capacity.memory().bytes()))
                .text("trouble", node.trouble())
                .time("seen_at", node.seenAt())
                .text("words", NodeCondition.attention(report));
    }

    /** One node without what is there. */
    public static void identity(JsonObjectWriter json, Node node) {
        json.number("number", node.id().number())
                .text("name", node.name())
                .text("url", node.url().map(URI::toString))
                .text("state", node.state().wire());
    }
}
