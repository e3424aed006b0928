package rtm.testkit.document;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;

/**
 * The number of generated inputs of a test and their seed, so that a failure can be reproduced.
 * {@code RTM_FUZZ_COUNT} and {@code RTM_FUZZ_SEED} in the environment override them.
 */
public final class Fuzz {

    /** How much the used memory may differ before and after, because tests share a process. */
    public static final long SLACK_BYTES = 32L << 20;

    private static final int USUAL_COUNT = 5_000;
    private static final long USUAL_SEED = 20_261_121L;

    private final int count;
    private final long seed;
    private final long begin = System.nanoTime();

    private Fuzz(int count, long seed) {
        this.count = count;
        this.seed = seed;
    }

    /** The count and the seed from the environment, or the default ones. */
    public static Fuzz fromEnvironment() {
        return new Fuzz(
                Optional.ofNullable(System.getenv("RTM_FUZZ_COUNT"))
                        .map(Integer::parseInt)
                        .orElse(USUAL_COUNT),
                Optional.ofNullable(System.getenv("RTM_FUZZ_SEED"))
                        .map(Long::parseLong)
                        .orElse(USUAL_SEED));
    }

    /** The number of inputs. */
    public int count() {
        return count;
    }

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** The used bytes after garbage collection. */
    public static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Prints one line for readers of the test's output: seed, figures, memory and time. */
    public void print(String what, Map<String, Integer> figures, long before, long after) {
        System.out.printf(
                "%d generated %s, seed %d: %s; heap %d KiB before, %d KiB after; %.1f s%n",
                count,
                what,
                seed,
                figures,
                before >> 10,
                after >> 10,
                (System.nanoTime() - begin) / 1e9);
    }
}
