package rtm.http.endpoint.node;

import rtm.domain.model.GameId;
import rtm.domain.node.ManageNodes;
import rtm.http.endpoint.Endpoint;
import rtm.http.endpoint.ReadEndpoint;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.Request;

/** Lets a game's record name another node, where its folder was copied to. */
public record MoveGameEndpoint(ManageNodes nodes, ReadEndpoint record) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        String name = JsonBody.onlyText(request, CloseNodeEndpoint.NODE);
        nodes.move(gameId, name, request.origin().source());
        return record.answer(request);
    }
}
