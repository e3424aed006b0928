package rtm.http;

import rtm.domain.model.GameId;

/** Gives a game a new container of the image that it has. */
record RestartEndpoint(RuntimeService runtimes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        JsonBody.requireNothing(request);
        return ReplyAnswer.of(runtimes.restart(gameId, request.source()));
    }
}
