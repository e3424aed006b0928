package rtm.http.endpoint;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.port.RuntimeStore;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/** The last thing seen of a game's health. */
public record HealthEndpoint(RuntimeStore store) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        return store.findHealth(gameId)
                .map(seen ->
                        Answer.ok(JsonObjectWriter.object(json -> SnapshotJson.write(json, seen))))
                .orElseGet(() ->
                        ErrorAnswer.of(
                                ErrorCode.NOT_FOUND,
                                "nothing was seen of the health of game " + gameId));
    }
}
