package rtm.http;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;

/** The last thing seen of a game's health. */
record HealthEndpoint(RuntimeService runtimes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        return runtimes.health(gameId)
                .map(seen -> Answer.ok(Json.object(json -> SnapshotJson.write(json, seen))))
                .orElseGet(() ->
                        ErrorAnswer.of(
                                ErrorCode.NOT_FOUND,
                                "nothing was seen of the health of game " + gameId));
    }
}
