package rtm.http;

import rtm.domain.model.GameId;
import rtm.domain.model.StopReason;

/** Stops a game's engine for a reason. */
record StopEndpoint(RuntimeService runtimes) implements Endpoint {

    private static final String REASON = "reason";

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        String text = JsonBody.onlyText(request, REASON);
        StopReason reason = WireField.require(StopReason.class, REASON, text);
        return ReplyAnswer.of(runtimes.stop(gameId, reason, request.source()));
    }
}
