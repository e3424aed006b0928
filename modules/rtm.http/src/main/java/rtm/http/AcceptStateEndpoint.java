package rtm.http;

import rtm.domain.model.GameId;

/** Takes an operator's word that a game's state is lost for good. */
record AcceptStateEndpoint(RuntimeService runtimes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        JsonBody.requireNothing(request);
        return ReplyAnswer.of(runtimes.acceptLostState(gameId, request.source()));
    }
}
