package rtm.testkit.document;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;

/**
 * How much generated input a test throws, and from which seed, so that a failure can be had again.
 * {@code RTM_FUZZ_COUNT} and {@code RTM_FUZZ_SEED} in the environment choose others.
 */
public final class Fuzz {

    /** By how much the memory in use may differ before and after, since tests share a process. */
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

    /** The count and the seed that the environment asks for, or the usual ones. */
    public static Fuzz fromEnvironment() {
        return new Fuzz(
                Optional.ofNullable(System.getenv("RTM_FUZZ_COUNT"))
                        .map(Integer::parseInt)
                        .orElse(USUAL_COUNT),
                Optional.ofNullable(System.getenv("RTM_FUZZ_SEED"))
                        .map(Long::parseLong)
                        .orElse(USUAL_SEED));
    }

    /** How many inputs. */
    public int count() {
        return count;
    }

    /** From which seed. */
    public long seed() {
        return seed;
    }

    /** The bytes that are in use once what is garbage has been collected. */
    public static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** One line for whoever reads the test's output: seed, figures, memory and time. */
    public void tell(String what, Map<String, Integer> figures, long before, long after) {
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
