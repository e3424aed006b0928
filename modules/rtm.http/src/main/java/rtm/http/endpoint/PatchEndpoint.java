package rtm.http.endpoint;

import rtm.domain.model.GameId;
import rtm.http.message.Answer;
import rtm.http.message.ImageField;
import rtm.http.message.Request;

/** Brings a game's engine to another patch level. */
public record PatchEndpoint(RuntimeService runtimes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        return ReplyAnswer.of(runtimes.patch(gameId, ImageField.of(request), request.source()));
    }
}
