package rtm.main.client.game;

import java.time.Instant;
import java.util.Set;
import rtm.main.client.call.Fields;
import rtm.main.client.text.Ages;

/** A health snapshot in a few words. */
public final class HealthWords {

    private static final Set<String> WELL = Set.of("healthy", "starting", "stopped");

    private static final Set<String> ENDED = Set.of("exited", "oom", "container_disappeared");

    private static final String OUT_OF_MEMORY = "out of memory";

    private HealthWords() {}

    /** Such as {@code healthy} or {@code exited 7, 5m}. */
    public static String of(Fields snapshot, Instant now) {
        return of(snapshot, Fields.NONE, now);
    }

    /**
     * The same, and how often engines ended so in the last hour: {@code exited 7, 3 times 5m}.
     *
     * @param ending the latest ending of an engine
     */
    public static String of(Fields snapshot, Fields ending, Instant now) {
        String status = snapshot.text("status").orElse("");
        if (status.isEmpty() || "stopped".equals(status)) {
            return "-";
        }
        return WELL.contains(status)
                ? status
                : words(status, snapshot, ending)
                        + snapshot.time("observed_at")
                                .map(then -> times(status, ending) + Ages.since(then, now))
                                .orElse("");
    }

    private static String words(String status, Fields snapshot, Fields ending) {
        return ENDED.contains(status) && ending.is("with_daemon")
                ? "ended with docker"
                : now(snapshot);
    }

    private static String times(String status, Fields ending) {
        long crashes = ending.number("crashes").orElse(0);
        return ENDED.contains(status) && crashes > 1 ? ", %d times ".formatted(crashes) : ", ";
    }

    /** The same without how long ago. */
    public static String now(Fields snapshot) {
        String status = snapshot.shown("status");
        return switch (status) {
            case "exited" ->
                    snapshot.object("details").is("oom")
                            ? OUT_OF_MEMORY
                            : "exited" + exitCode(snapshot);
            case "oom" -> OUT_OF_MEMORY;
            case "container_disappeared" -> "container gone";
            case "inspect_unhealthy" -> unexpected(snapshot);
            default -> status.replace('_', ' ');
        };
    }

    public static boolean isUnwell(Fields snapshot) {
        return snapshot.text("status").filter(status -> !WELL.contains(status)).isPresent();
    }

    private static String exitCode(Fields snapshot) {
        var code = snapshot.object("details").number("exit_code");
        return code.isPresent() ? " " + code.getAsLong() : "";
    }

    /** An unexpected state, or Docker's own health check. */
    private static String unexpected(Fields snapshot) {
        Fields details = snapshot.object("details");
        return details.text("health")
                .filter(health -> !health.isEmpty())
                .or(() -> details.text("state").filter(state -> !state.isEmpty()))
                .orElse("unhealthy");
    }
}
