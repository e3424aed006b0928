package rtm.http.endpoint;

import rtm.domain.model.GameId;
import rtm.domain.usecase.RestartRuntime;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.Request;

/** Gives a game a new container of the image that it has. */
public record RestartEndpoint(RestartRuntime restartRuntime, GameAnswers answers)
        implements Endpoint {

    @Override
    public Answer answer(Request request) throws InterruptedException {
        GameId gameId = request.gameId();
        JsonBody.requireNothing(request);
        return answers.of(gameId, restartRuntime.restart(gameId, request.origin()));
    }
}
