package rtm.http.endpoint.node;

import java.util.List;
import rtm.domain.model.NodeReport;
import rtm.domain.node.ManageNodes;
import rtm.http.endpoint.Endpoint;
import rtm.http.endpoint.GameQuery;
import rtm.http.message.Answer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.NodeJson;
import rtm.http.message.Request;

/** All nodes, or that of one game. */
public record NodesEndpoint(ManageNodes nodes) implements Endpoint {

    public static final String GAME = "game_id";

    @Override
    public Answer answer(Request request) {
        List<NodeReport> reports =
                GameQuery.game(request.query(), GAME).map(nodes::reports).orElseGet(nodes::reports);
        return Answer.ok(
                JsonObjectWriter.object(json -> json.objects("items", reports, NodeJson::write)));
    }
}
