package rtm.http.endpoint;

import rtm.domain.model.GameId;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.Request;

/** Takes an operator's word that a game's state is lost for good. */
public record AcceptStateEndpoint(RuntimeService runtimes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        JsonBody.requireNothing(request);
        return ReplyAnswer.of(runtimes.acceptLostState(gameId, request.source()));
    }
}
