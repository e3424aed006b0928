package rtm.workers.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.time.Deadline;

/**
 * Logs processes in engines' containers that ran out of memory: each container at most once in ten
 * seconds, with the number since the line before. Only the thread that reads the events uses it.
 */
final class OutOfMemoryLines {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    /** Of more containers, the log names some more often. */
    private static final int MOST_REMEMBERED = 10_000;

    private static final Log LOG = Log.of(OutOfMemoryLines.class);

    private final Map<ContainerId, Flood> floods = new HashMap<>();

    private record Flood(Deadline next, long unlogged) {}

    /** A process ran out of memory. */
    void happened(GameId game, ContainerId container) {
        Flood before = floods.getOrDefault(container, new Flood(Deadline.in(Duration.ZERO), 0));
        long count = before.unlogged() + 1;
        if (!before.next().past()) {
            floods.put(container, new Flood(before.next(), count));
            return;
        }
        LOG.warn(
                "a process in an engine's container ran out of memory",
                LogField.of("game_id", game),
                LogField.of("container_id", container),
                LogField.of("times", count));
        if (floods.size() >= MOST_REMEMBERED) {
            floods.clear();
        }
        floods.put(container, new Flood(Deadline.in(BETWEEN_LINES), 0));
    }

    /** The container's engine ended. */
    void ended(ContainerId container) {
        floods.remove(container);
    }
}
