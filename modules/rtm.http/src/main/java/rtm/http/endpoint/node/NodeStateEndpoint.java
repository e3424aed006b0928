package rtm.http.endpoint.node;

import rtm.domain.model.Node;
import rtm.domain.model.OperationSource;
import rtm.domain.node.ManageNodes;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/**
 * Opens or closes a node for new games.
 *
 * @param opens whether it is opened, or closed
 */
public record NodeStateEndpoint(ManageNodes nodes, boolean opens) implements Endpoint {

    static final String NODE = "node";

    @Override
    public Answer answer(Request request) {
        String name = JsonBody.onlyText(request, NODE);
        OperationSource by = request.origin().source();
        Node node = opens ? nodes.open(name, by) : nodes.close(name, by);
        return Answer.ok(JsonObjectWriter.object(json -> NodeJson.identity(json, node)));
    }
}
