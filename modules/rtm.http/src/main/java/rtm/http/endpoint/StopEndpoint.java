package rtm.http.endpoint;

import rtm.domain.model.GameId;
import rtm.domain.model.StopReason;
import rtm.domain.usecase.StopRuntime;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.Request;
import rtm.http.message.WireField;

/** Stops a game's engine for a reason. */
public record StopEndpoint(StopRuntime stopRuntime, GameAnswers answers) implements Endpoint {

    private static final String REASON = "reason";

    @Override
    public Answer answer(Request request) throws InterruptedException {
        GameId gameId = request.gameId();
        String text = JsonBody.onlyText(request, REASON);
        StopReason reason = WireField.require(StopReason.class, REASON, text);
        return answers.of(gameId, stopRuntime.stop(gameId, reason, request.origin()));
    }
}
