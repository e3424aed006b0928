package rtm.it;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a test finds in the streams. */
interface SeenInRedis {

    /** The Redis of the test. */
    RedisCommands<String, String> redis();

    /** The entries of a stream about a game, as they are now. */
    default List<Map<String, String>> entries(String stream, String game) {
        return redis().xrange(stream, Range.unbounded()).stream()
                .map(StreamMessage::getBody)
                .filter(body ->
                        game.equals(body.get("game_id"))
                                || body.getOrDefault("envelope", "").contains("\"" + game + "\""))
                .toList();
    }

    /** Waits until a game has that many results. */
    default List<Map<String, String>> results(String game, int count) {
        await("%d results of %s".formatted(count, game))
                .atMost(Stage.PATIENCE)
                .until(() -> entries("runtime:job_results", game).size() >= count);
        return entries("runtime:job_results", game);
    }

    /** Waits until a stream has that many entries about a game. */
    default void awaitEntries(String stream, String game, int count) {
        await("%d entries about %s in %s".formatted(count, game, stream))
                .atMost(Stage.PATIENCE)
                .until(() -> entries(stream, game).size() >= count);
    }

    /** The health events of a game but for its starts, with the time at which they were told. */
    default List<Stage.HealthEvent> deaths(String game) {
        return redis().xrange("runtime:health_events", Range.unbounded()).stream()
                .filter(entry -> game.equals(entry.getBody().get("game_id")))
                .filter(entry -> !"container_started".equals(entry.getBody().get("event_type")))
                .map(entry ->
                        new Stage.HealthEvent(
                                entry.getBody().getOrDefault("event_type", ""),
                                entry.getBody().getOrDefault("details", ""),
                                Instant.ofEpochMilli(
                                        Long.parseLong(entry.getId().split("-", 2)[0]))))
                .toList();
    }
}
