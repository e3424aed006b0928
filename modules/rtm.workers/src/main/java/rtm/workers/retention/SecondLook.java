package rtm.workers.retention;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rtm.domain.model.GameId;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.time.Deadline;

/**
 * Confirms by a monotonic clock what the wall clock says is old: the wall clock may have been set
 * wrongly. Kept in memory, so after a restart everything needs two looks again.
 */
public final class SecondLook {

    private final Duration wait;
    private final Map<GameId, First> seen = new HashMap<>();

    private record First(RuntimeRecord record, Deadline confirmed) {}

    /** Confirms what is still due after that time. */
    public SecondLook(Duration wait) {
        this.wait = wait;
    }

    /**
     * Which records were due in an earlier look, long enough ago, and have not changed since.
     *
     * @param due all that are due now
     */
    public List<RuntimeRecord> confirmed(List<RuntimeRecord> due) {
        seen.values()
                .retainAll(
                        seen.values().stream().filter(one -> due.contains(one.record())).toList());
        due.forEach(record ->
                seen.computeIfAbsent(record.gameId(), _ -> new First(record, Deadline.in(wait))));
        return due.stream()
                .filter(record -> {
                    First first = seen.get(record.gameId());
                    return first != null && first.confirmed().past();
                })
                .toList();
    }
}
