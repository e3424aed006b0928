package rtm.http.endpoint;

import rtm.domain.model.GameId;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.Request;

/** Removes the container of a game that does not run. */
public record CleanupEndpoint(RuntimeService runtimes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        JsonBody.requireNothing(request);
        return ReplyAnswer.of(runtimes.cleanUp(gameId, request.source()));
    }
}
