package rtm.http.endpoint;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/** One game's record. */
public record ReadEndpoint(RuntimeService runtimes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        return runtimes.find(gameId)
                .map(runtime ->
                        Answer.ok(JsonObjectWriter.object(json -> RecordJson.write(json, runtime))))
                .orElseGet(
                        () -> ErrorAnswer.of(ErrorCode.NOT_FOUND, "no runtime of game " + gameId));
    }
}
