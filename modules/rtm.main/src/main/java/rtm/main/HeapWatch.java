package rtm.main;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Collects the heap when it has grown. By itself the serial collector collects old objects only
 * when the whole heap is full, and until then the memory of a backlog stays taken.
 */
final class HeapWatch {

    /** More than the young generation, which is collected often enough. */
    private static final long GROWTH = 10 << 20;

    private static final Duration USUAL = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofMillis(100);

    private final LongSupplier used;
    private final Runnable collector;
    private long least = Long.MAX_VALUE;

    HeapWatch(LongSupplier used, Runnable collector) {
        this.used = used;
        this.collector = collector;
    }

    /** The heap of this process. */
    static HeapWatch ofThisProcess() {
        Runtime runtime = Runtime.getRuntime();
        return new HeapWatch(() -> runtime.totalMemory() - runtime.freeMemory(), runtime::gc);
    }

    /**
     * Looks once.
     *
     * @return when to look again
     */
    Duration look() {
        long now = used.getAsLong();
        least = Math.min(least, now);
        if (now - least > GROWTH) {
            collector.run();
            least = used.getAsLong();
            return SOON;
        }
        return now - least > GROWTH / 2 ? SOON : USUAL;
    }
}
