package rtm.http.endpoint;

import rtm.domain.model.GameId;
import rtm.domain.usecase.CleanupContainer;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.Request;

/** Removes the container of a game that does not run. */
public record CleanupEndpoint(CleanupContainer cleanupContainer, GameAnswers answers)
        implements Endpoint {

    @Override
    public Answer answer(Request request) throws InterruptedException {
        GameId gameId = request.gameId();
        JsonBody.requireNothing(request);
        return answers.of(gameId, cleanupContainer.cleanUp(gameId, request.origin()));
    }
}
