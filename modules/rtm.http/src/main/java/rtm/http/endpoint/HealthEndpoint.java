package rtm.http.endpoint;

import java.util.List;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.overview.Condition;
import rtm.domain.overview.KilledProcesses;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/** The last thing seen of a game's health. */
public record HealthEndpoint(RuntimeStore store, StoreOverview overview, KilledProcesses killed)
        implements Endpoint {

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        return store.findHealth(gameId)
                .map(seen -> Answer.ok(JsonObjectWriter.object(json -> write(json, seen))))
                .orElseGet(() ->
                        ErrorAnswer.of(
                                ErrorCode.NOT_FOUND,
                                "nothing was seen of the health of game " + gameId));
    }

    private void write(JsonObjectWriter json, HealthSnapshot seen) {
        SnapshotJson.write(json, seen, condition(seen));
        seen.container()
                .flatMap(killed::of)
                .ifPresent(processes ->
                        json.number("killed_processes", processes.times())
                                .time("last_killed_at", processes.last()));
    }

    private Condition condition(HealthSnapshot seen) {
        return overview.games(List.of(seen.gameId())).stream()
                .findFirst()
                .flatMap(Condition::of)
                .orElseGet(() -> Condition.of(seen));
    }
}
