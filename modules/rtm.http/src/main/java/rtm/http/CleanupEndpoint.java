package rtm.http;

import rtm.domain.model.GameId;

/** Removes the container of a game that does not run. */
record CleanupEndpoint(RuntimeService runtimes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        JsonBody.requireNothing(request);
        return ReplyAnswer.of(runtimes.cleanUp(gameId, request.source()));
    }
}
