package rtm.main.client.support;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import rtm.domain.time.Deadline;

/** Reads all parts of a bundle at the same time, so that one that hangs holds up no other. */
public final class SideBySide {

    private final Map<String, CompletableFuture<Reading>> parts = new LinkedHashMap<>();
    private final Duration patience;
    private final Deadline deadline;

    /**
     * @param patience for all parts together
     */
    public SideBySide(Duration patience) {
        this.patience = patience;
        this.deadline = Deadline.in(patience);
    }

    /** Starts to read a part. */
    public void add(String name, Supplier<Reading> part) {
        parts.put(name, CompletableFuture.supplyAsync(part, Thread::startVirtualThread));
    }

    /** The parts in the order in which they were added; one that takes too long is missing. */
    public Map<String, Reading> all() {
        Map<String, Reading> read = new LinkedHashMap<>();
        parts.forEach((name, part) -> read.put(name, await(part)));
        return read;
    }

    private Reading await(CompletableFuture<Reading> part) {
        try {
            return part.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return Reading.missing("not read within %ds".formatted(patience.toSeconds()));
        } catch (ExecutionException failed) {
            return Reading.missing("not read: " + failed.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Reading.missing("interrupted");
        }
    }
}
