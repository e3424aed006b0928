package rtm.http.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationException;
import rtm.domain.overview.EngineStats;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/** What engines use: that of the game in the path, or those of several games. */
public record StatsEndpoint(EngineStats stats) implements Endpoint {

    public static final String DISK = "disk";
    public static final String GAMES = "game_id";

    private static final int MOST_GAMES = 100;

    @Override
    public Answer answer(Request request) throws InterruptedException {
        boolean disk = request.query().flag(DISK, false);
        if (request.gameIdText().isPresent()) {
            return one(request.gameId(), disk);
        }
        List<EngineStats.Stats> all = stats.of(games(request), disk);
        return Answer.ok(
                JsonObjectWriter.object(json -> json.objects("items", all, StatsJson::write)));
    }

    private Answer one(GameId gameId, boolean disk) throws InterruptedException {
        List<EngineStats.Stats> found = stats.of(List.of(gameId), disk);
        return found.isEmpty()
                ? ErrorAnswer.of(ErrorCode.NOT_FOUND, "no runtime of game " + gameId)
                : Answer.ok(
                        JsonObjectWriter.object(json -> StatsJson.write(json, found.getFirst())));
    }

    private static List<GameId> games(Request request) {
        Set<GameId> games = new LinkedHashSet<>();
        for (String text : request.query().value(GAMES).orElse("").split(",", MOST_GAMES + 1)) {
            games.add(GameId.parse(text).orElseThrow(StatsEndpoint::invalid));
        }
        if (games.size() > MOST_GAMES) {
            throw invalid();
        }
        return new ArrayList<>(games);
    }

    private static OperationException invalid() {
        return new OperationException(
                ErrorCode.INVALID_REQUEST,
                "%s must be 1 to %d game_ids with commas between them"
                        .formatted(GAMES, MOST_GAMES));
    }
}
