package rtm.http.endpoint.node;

import java.util.List;
import rtm.domain.model.NodeReport;
import rtm.domain.node.ManageNodes;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/** All nodes. */
public record NodesEndpoint(ManageNodes nodes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        List<NodeReport> reports = nodes.reports();
        return Answer.ok(
                JsonObjectWriter.object(json -> json.objects("items", reports, NodeJson::write)));
    }
}
