package rtm.workers.retention;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import rtm.domain.model.GameId;
import rtm.domain.model.RuntimeRecord;

/**
 * Confirms by a monotonic clock what the wall clock says is old: the wall clock may have been set
 * wrongly. Kept in memory, so after a restart everything needs two looks again.
 */
public final class SecondLook {

    private final Duration wait;
    private final LongSupplier nanoTime;
    private final Map<GameId, First> seen = new HashMap<>();

    /**
     * A look.
     *
     * @param at when, by the monotonic clock
     */
    private record First(RuntimeRecord record, long at) {}

    /** Confirms what is still due after that time. */
    public SecondLook(Duration wait) {
        this(wait, System::nanoTime);
    }

    SecondLook(Duration wait, LongSupplier nanoTime) {
        this.wait = wait;
        this.nanoTime = nanoTime;
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
        long now = nanoTime.getAsLong();
        due.forEach(record -> seen.computeIfAbsent(record.gameId(), _ -> new First(record, now)));
        return due.stream()
                .filter(record -> {
                    First first = seen.get(record.gameId());
                    return first != null && now - first.at() >= wait.toNanos();
                })
                .toList();
    }
}
