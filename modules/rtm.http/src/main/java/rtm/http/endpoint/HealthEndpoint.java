package rtm.http.endpoint;

import java.util.List;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.overview.Condition;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/** The last thing seen of a game's health. */
public record HealthEndpoint(RuntimeStore store, StoreOverview overview) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        return store.findHealth(gameId)
                .map(seen ->
                        Answer.ok(
                                JsonObjectWriter.object(
                                        json -> SnapshotJson.write(json, seen, condition(seen)))))
                .orElseGet(() ->
                        ErrorAnswer.of(
                                ErrorCode.NOT_FOUND,
                                "nothing was seen of the health of game " + gameId));
    }

    private Condition condition(HealthSnapshot seen) {
        return overview.games(List.of(seen.gameId())).stream()
                .findFirst()
                .flatMap(Condition::of)
                .orElseGet(() -> Condition.of(seen));
    }
}
