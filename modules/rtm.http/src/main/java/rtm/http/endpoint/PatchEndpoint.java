package rtm.http.endpoint;

import rtm.domain.model.GameId;
import rtm.domain.usecase.PatchRuntime;
import rtm.http.message.Answer;
import rtm.http.message.ImageField;
import rtm.http.message.Request;

/** Brings a game's engine to another patch level. */
public record PatchEndpoint(PatchRuntime patchRuntime, GameAnswers answers) implements Endpoint {

    @Override
    public Answer answer(Request request) throws InterruptedException {
        GameId gameId = request.gameId();
        return answers.of(
                gameId, patchRuntime.patch(gameId, ImageField.of(request), request.origin()));
    }
}
