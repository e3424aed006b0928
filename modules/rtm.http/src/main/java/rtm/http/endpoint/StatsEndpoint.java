package rtm.http.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OperationException;
import rtm.domain.overview.EngineStats;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/**
 * What engines use: that of the game in the path, or those of several games.
 *
 * @param elsewhere asks other nodes about their games
 */
public record StatsEndpoint(EngineStats stats, Elsewhere elsewhere) implements Endpoint {

    public static final String DISK = "disk";
    public static final String GAMES = "game_id";

    private static final int MOST_GAMES = 100;

    /** Asks other nodes about their games. */
    @FunctionalInterface
    public interface Elsewhere {

        /**
         * What they say, objects of JSON with commas between them; those that do not answer are
         * missing.
         */
        Map<NodeId, String> ask(Map<NodeId, List<GameId>> games, boolean disk, Request request)
                throws InterruptedException;
    }

    /** Where there is one node only. */
    public StatsEndpoint(EngineStats stats) {
        this(stats, (_, _, _) -> Map.of());
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        boolean disk = request.query().flag(DISK, false);
        if (request.gameIdText().isPresent()) {
            return one(request.gameId(), disk);
        }
        List<EngineStats.Stats> all = stats.of(games(request), disk);
        Map<NodeId, List<GameId>> away = new TreeMap<>();
        for (EngineStats.Stats each : all) {
            each.elsewhere()
                    .ifPresent(node ->
                            away.computeIfAbsent(node, _ -> new ArrayList<>()).add(each.gameId()));
        }
        Map<NodeId, String> said = away.isEmpty() ? Map.of() : elsewhere.ask(away, disk, request);
        List<EngineStats.Stats> ours =
                all.stream()
                        .filter(each -> each.elsewhere().filter(said::containsKey).isEmpty())
                        .toList();
        return Answer.ok(
                together(
                        JsonObjectWriter.part("{\"items\":[", ours, StatsJson::write, ""),
                        ours.isEmpty(),
                        said.values().stream().filter(items -> !items.isEmpty()).toList()));
    }

    private static ByteBuffer together(ByteBuffer ours, boolean empty, List<String> others) {
        String rest = (empty || others.isEmpty() ? "" : ",") + String.join(",", others) + "]}";
        byte[] bytes = rest.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(ours.remaining() + bytes.length)
                .put(ours.duplicate())
                .put(bytes)
                .flip();
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
