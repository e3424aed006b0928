package rtm.http.endpoint;

import rtm.domain.model.GameId;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.Request;

/** Gives a game a new container of the image that it has. */
public record RestartEndpoint(RuntimeService runtimes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        JsonBody.requireNothing(request);
        return ReplyAnswer.of(runtimes.restart(gameId, request.source()));
    }
}
