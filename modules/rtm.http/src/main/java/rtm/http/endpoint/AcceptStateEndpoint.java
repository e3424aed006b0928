package rtm.http.endpoint;

import rtm.domain.model.GameId;
import rtm.domain.usecase.AcceptLostState;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.Request;

/** Takes an operator's word that a game's state is lost for good. */
public record AcceptStateEndpoint(AcceptLostState acceptLostState) implements Endpoint {

    @Override
    public Answer answer(Request request) throws InterruptedException {
        GameId gameId = request.gameId();
        JsonBody.requireNothing(request);
        return OutcomeAnswer.of(acceptLostState.accept(gameId, request.origin().source()));
    }
}
