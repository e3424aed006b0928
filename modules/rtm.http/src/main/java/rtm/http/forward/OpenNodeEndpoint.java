package rtm.http.forward;

import java.util.Optional;
import rtm.domain.model.Node;
import rtm.domain.node.ManageNodes;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.NodeJson;
import rtm.http.message.Request;

/**
 * Opens a node for new games. What is left on a node that was given up only its own process can
 * see, so that one is asked if it answers.
 *
 * @param forwarding asks it; empty where there is one node only
 * @param path the path of this route
 */
public record OpenNodeEndpoint(Optional<Forwarding> forwarding, ManageNodes nodes, String path)
        implements Endpoint {

    public static final String EMPTIED = "emptied";

    @Override
    public Answer answer(Request request) throws InterruptedException {
        String name = JsonBody.onlyText(request, "node");
        boolean emptied = request.query().flag(EMPTIED, false);
        Optional<Node> other = emptied ? Optional.empty() : nodes.givenUpElsewhere(name);
        if (other.isPresent() && forwarding.isPresent()) {
            Optional<Answer> said = forwarding.get().decision(other.get(), "POST", path, request);
            if (said.isPresent()) {
                return said.get();
            }
        }
        Node node = nodes.open(name, emptied, request.origin().source());
        return Answer.ok(JsonObjectWriter.object(json -> NodeJson.identity(json, node)));
    }
}
