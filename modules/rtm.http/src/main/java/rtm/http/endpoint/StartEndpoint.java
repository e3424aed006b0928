package rtm.http.endpoint;

import rtm.domain.model.GameId;
import rtm.http.message.Answer;
import rtm.http.message.ImageField;
import rtm.http.message.Request;

/** Starts a game's engine on an image. */
public record StartEndpoint(RuntimeService runtimes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        return ReplyAnswer.of(runtimes.start(gameId, ImageField.of(request), request.source()));
    }
}
