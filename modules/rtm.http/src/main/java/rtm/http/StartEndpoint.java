package rtm.http;

import rtm.domain.model.GameId;

/** Starts a game's engine on an image. */
record StartEndpoint(RuntimeService runtimes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        return ReplyAnswer.of(runtimes.start(gameId, ImageField.of(request), request.source()));
    }
}
