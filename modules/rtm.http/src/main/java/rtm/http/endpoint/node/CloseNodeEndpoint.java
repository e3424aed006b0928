package rtm.http.endpoint.node;

import rtm.domain.model.Node;
import rtm.domain.node.ManageNodes;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.NodeJson;
import rtm.http.message.Request;

/** Lets no new games come to a node. Any process answers it; PostgreSQL alone is changed. */
public record CloseNodeEndpoint(ManageNodes nodes) implements Endpoint {

    static final String NODE = "node";

    @Override
    public Answer answer(Request request) {
        String name = JsonBody.onlyText(request, NODE);
        Node node = nodes.close(name, request.origin().source());
        return Answer.ok(JsonObjectWriter.object(json -> NodeJson.identity(json, node)));
    }
}
