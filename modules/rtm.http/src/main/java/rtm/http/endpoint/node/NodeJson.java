package rtm.http.endpoint.node;

import java.net.URI;
import rtm.domain.model.Node;
import rtm.domain.model.NodeReport;
import rtm.http.message.JsonObjectWriter;

/** Nodes as JSON. */
final class NodeJson {

    private NodeJson() {}

    /** One node, and what is there now. */
    static void write(JsonObjectWriter json, NodeReport report) {
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
                .time("seen_at", node.seenAt());
    }

    /** One node without what is there. */
    static void identity(JsonObjectWriter json, Node node) {
        json.number("number", node.id().number())
                .text("name", node.name())
                .text("url", node.url().map(URI::toString))
                .text("state", node.state().wire());
    }
}
