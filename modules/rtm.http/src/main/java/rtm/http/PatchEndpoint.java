package rtm.http;

import rtm.domain.model.GameId;

/** Brings a game's engine to another patch level. */
record PatchEndpoint(RuntimeService runtimes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        return ReplyAnswer.of(runtimes.patch(gameId, ImageField.of(request), request.source()));
    }
}
