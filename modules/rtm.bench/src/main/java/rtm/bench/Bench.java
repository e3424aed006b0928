package rtm.bench;

import java.util.Map;
import java.util.Optional;

/** Runs the measurement that the arguments name; {@code scripts/bench} lists them. */
public final class Bench {

    private static final Map<String, Kind> KINDS =
            Map.of(
                    "start", new Kind(StartCost::measure, 30, Map.of()),
                    "idle", new Kind(IdleCost::measure, 100, Map.of()),
                    "exits", new Kind(ExitDelay::measure, 100, Map.of()),
                    "bounds", new Kind(Bounds::measure, 1, Bounds.SETTINGS),
                    "looks", new Kind(Looks::measure, Looks.FOLLOWERS, Looks.SETTINGS));

    private Bench() {}

    private interface Measurement {
        void run(Scene scene, int count) throws Exception;
    }

    private record Kind(Measurement measurement, int count, Map<String, String> settings) {}

    /**
     * Measures and prints.
     *
     * @param arguments the measurement's name, and the number of starts, engines, exits or rounds
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
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : kind.count();
        try (Scene scene = Scene.open(kind.settings())) {
            kind.measurement().run(scene, count);
        }
        System.exit(0);
    }
}
