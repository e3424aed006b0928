package rtm.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs the measurement that the arguments name; {@code scripts/bench} lists them. */
public final class Bench {

    private static final Map<String, Kind> KINDS =
            Map.ofEntries(
                    Map.entry("start", new Kind(StartCost::measure, 30, Map::of)),
                    Map.entry("idle", new Kind(IdleCost::measure, 100, Map::of)),
                    Map.entry("exits", new Kind(ExitDelay::measure, 100, Map::of)),
                    Map.entry("peers", new Kind(Peers::measure, 30, Map::of)),
                    Map.entry("size", new Kind(SizeCost::measure, SizeCost.COUNTS, Map::of)),
                    Map.entry("boot", new Kind(BootTime::measure, 20, Map::of)),
                    Map.entry(
                            "backlog",
                            new Kind(Backlog::measure, Backlog.JOBS, () -> Backlog.SETTINGS)),
                    Map.entry("soak", new Kind(Soak::measure, Soak.CYCLES, Soak::settings)),
                    Map.entry("bounds", new Kind(Bounds::measure, 1, () -> Bounds.SETTINGS)),
                    Map.entry(
                            "looks",
                            new Kind(Looks::measure, Looks.FOLLOWERS, () -> Looks.SETTINGS)),
                    Map.entry("nodes", new Kind(ManyNodes::measure, ManyNodes.COUNTS, Map::of)));

    private Bench() {}

    private interface Measurement {
        void run(Scene scene, List<Integer> counts) throws Exception;
    }

    private interface Counted {
        void run(Scene scene, int count) throws Exception;
    }

    private record Kind(
            Measurement measurement, List<Integer> counts, Supplier<Map<String, String>> settings) {

        private Kind(Counted counted, int count, Supplier<Map<String, String>> settings) {
            this(
                    (scene, counts) -> counted.run(scene, counts.getFirst()),
                    List.of(count),
                    settings);
        }
    }

    /**
     * Measures and prints; exits with 1 if a figure is beyond its limit.
     *
     * @param arguments the measurement's name, and the numbers of starts, engines, exits or rounds
     * @throws Exception if anything fails
     */
    public static void main(String[] arguments) throws Exception {
        String name = arguments.length > 0 ? arguments[0] : "start";
        Kind kind =
                Optional.ofNullable(KINDS.get(name))
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "unknown measurement: %s; use one of %s"
                                                .formatted(name, KINDS.keySet())));
        List<Integer> counts = Stream.of(arguments).skip(1).map(Integer::valueOf).toList();
        System.exit(run(kind, counts.isEmpty() ? kind.counts() : counts));
    }

    private static int run(Kind kind, List<Integer> counts) throws Exception {
        try (Scene scene = Scene.open(kind.settings().get())) {
            kind.measurement().run(scene, counts);
            return 0;
        } catch (Limits.ExceededException exceeded) {
            System.err.println("Beyond the limit: " + exceeded.getMessage());
            return 1;
        }
    }
}
