package rtm.domain.overview;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rtm.domain.model.GameOverview;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.LatestEnding;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.StoreOverview;
import rtm.domain.text.Terms;

/**
 * How a game is, for operators.
 *
 * @param unwell whether somebody should look at it
 * @param words how it is, without since when, such as {@code exited 7, 3 ends within 1h}: the
 *     latest end, and how many unasked ends of whatever kind there were in the hour up to it
 */
public record Condition(boolean unwell, String words) {

    private static final Set<HealthStatus> WELL =
            EnumSet.of(HealthStatus.STARTING, HealthStatus.HEALTHY, HealthStatus.STOPPED);

    private static final Set<HealthStatus> ENDED =
            EnumSet.of(HealthStatus.EXITED, HealthStatus.OOM, HealthStatus.CONTAINER_DISAPPEARED);

    private static final String OUT_OF_MEMORY = "out of memory";

    /** Whether a game that is not removed and was last seen like this is unwell. */
    public static boolean isUnwell(HealthStatus seen) {
        return !WELL.contains(seen);
    }

    /**
     * Whether a removed game is unwell: its container disappeared without a request, and since then
     * nobody has started, stopped or removed it.
     */
    public static boolean isLost(GameOverview game) {
        return game.record().state().status() == RuntimeStatus.REMOVED
                && game.health()
                        .filter(seen -> seen.status() == HealthStatus.CONTAINER_DISAPPEARED)
                        .isPresent()
                && game.latestEnding().filter(latest -> !latest.ending().requested()).isPresent();
    }

    /** How many games are unwell. */
    public static long unwell(StoreOverview.Summary summary) {
        return summary.lost()
                + summary.health().entrySet().stream()
                        .filter(count -> isUnwell(count.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
    }

    /** What a snapshot says, whatever else is known of the game. */
    public static Condition of(HealthSnapshot seen) {
        return new Condition(isUnwell(seen.status()), seen(seen));
    }

    /** What everything says that is known; empty if nothing was observed. */
    public static Optional<Condition> of(GameOverview game) {
        return game.health().map(seen -> of(game, seen));
    }

    private static Condition of(GameOverview game, HealthSnapshot seen) {
        if (game.record().state().status() == RuntimeStatus.REMOVED && !isLost(game)) {
            return new Condition(
                    false,
                    seen.status() == HealthStatus.CONTAINER_DISAPPEARED
                            ? "container removed"
                            : seen(seen));
        }
        return new Condition(isUnwell(seen.status()), words(seen, end(game.latestEnding())));
    }

    private static Optional<StoreOverview.End> end(Optional<LatestEnding> ending) {
        return ending.map(latest ->
                new StoreOverview.End(
                        latest.ending().endedAt(), latest.ending().withDaemon(), latest.crashes()));
    }

    /** How an unwell game is. */
    public static String words(StoreOverview.UnwellGame game) {
        return words(game.seen(), game.end());
    }

    /** Since when it is so. */
    public static Instant since(StoreOverview.UnwellGame game) {
        HealthSnapshot seen = game.seen();
        return Terms.seenSince(
                        seen.status().wire(),
                        Optional.of(seen.observedAt()),
                        Optional.of(game.startedAt()),
                        game.end().map(StoreOverview.End::at))
                .orElseGet(seen::observedAt);
    }

    private static String words(HealthSnapshot seen, Optional<StoreOverview.End> latest) {
        Optional<StoreOverview.End> end = latest.filter(_ -> ENDED.contains(seen.status()));
        return (end.filter(StoreOverview.End::withDaemon).isPresent()
                        ? "ended with docker"
                        : seen(seen))
                + end.filter(last -> last.crashes() > 1)
                        .map(last -> Terms.ends(last.crashes()))
                        .orElse("");
    }

    private static String seen(HealthSnapshot seen) {
        SeenDetails details = new SeenDetails(seen.details());
        return switch (seen.status()) {
            case EXITED -> details.is("oom") ? OUT_OF_MEMORY : exited(details);
            case OOM -> OUT_OF_MEMORY;
            case CONTAINER_DISAPPEARED -> "container removed, not asked for";
            case INSPECT_UNHEALTHY ->
                    details.text("health").or(() -> details.text("state")).orElse("unhealthy");
            case STARTING, HEALTHY, PROBE_FAILED, STOPPED -> seen.status().wire().replace('_', ' ');
        };
    }

    /** An exit with code 0 is reported as a state of the container, without its code. */
    private static String exited(SeenDetails details) {
        return details.number("exit_code")
                .or(() -> details.text("state").filter("exited"::equals).map(_ -> "0"))
                .map("exited "::concat)
                .orElse("exited");
    }
}
