package rtm.http;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;

/** One game's record. */
record ReadEndpoint(RuntimeService runtimes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        return runtimes.find(gameId)
                .map(runtime -> Answer.ok(Json.object(json -> RecordJson.write(json, runtime))))
                .orElseGet(
                        () -> ErrorAnswer.of(ErrorCode.NOT_FOUND, "no runtime of game " + gameId));
    }
}
