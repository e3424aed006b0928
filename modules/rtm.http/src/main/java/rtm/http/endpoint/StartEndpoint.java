package rtm.http.endpoint;

import rtm.domain.model.GameId;
import rtm.domain.usecase.StartRuntime;
import rtm.http.message.Answer;
import rtm.http.message.ImageField;
import rtm.http.message.Request;

/** Starts a game's engine on an image. */
public record StartEndpoint(StartRuntime startRuntime) implements Endpoint {

    @Override
    public Answer answer(Request request) throws InterruptedException {
        GameId gameId = request.gameId();
        return OutcomeAnswer.of(
                startRuntime.start(gameId, ImageField.of(request), request.origin()));
    }
}
