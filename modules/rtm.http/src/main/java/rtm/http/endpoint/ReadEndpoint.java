package rtm.http.endpoint;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.port.RuntimeStore;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.Request;

/** One game's record. */
public record ReadEndpoint(RuntimeStore store) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        return store.find(gameId)
                .map(OutcomeAnswer::of)
                .orElseGet(
                        () -> ErrorAnswer.of(ErrorCode.NOT_FOUND, "no runtime of game " + gameId));
    }
}
