package rtm.http.console;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeReport;
import rtm.domain.overview.Overview;
import rtm.domain.overview.ServiceStatus;
import rtm.domain.text.Causes;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.Request;

/** What the page shows, as plain text: the service in a few lines, then the games. */
public record TableEndpoint(Overview overview) implements Endpoint {

    @Override
    public Answer answer(Request request) throws InterruptedException {
        ServiceStatus status = overview.status().read();
        Causes causes = status.causes();
        GameRows rows =
                new GameRows(
                        overview.store(),
                        OpenWork.read(status, causes, overview.store()),
                        names(status),
                        node -> causes.hideHealthOn(OptionalLong.of(node.number())));
        ByteBuffer first = rows.first(HeadLines.of(status, causes));
        Answer answer = rows.ended() ? Answer.text(first) : Answer.text(first, rows);
        return answer.with("Vary", "Accept");
    }

    private static Map<NodeId, String> names(ServiceStatus status) {
        return status.nodes().seen().orElse(List.of()).stream()
                .map(NodeReport::node)
                .collect(Collectors.toUnmodifiableMap(Node::id, Node::label));
    }
}
