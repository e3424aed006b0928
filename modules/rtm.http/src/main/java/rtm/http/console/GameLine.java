package rtm.http.console;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import rtm.domain.model.GameOverview;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.time.Durations;
import rtm.http.message.Sanitized;

/** One game as a line of the table. What does not fit its column moves the rest of the line. */
final class GameLine {

    private static final String FORMAT = "%-24s %-8s %-26s %-8s %-32s %s\n";
    static final String HEAD =
            FORMAT.formatted("GAME", "STATUS", "HEALTH", "UP", "IMAGE", "LAST OPERATION");

    private static final Set<HealthStatus> WELL =
            EnumSet.of(HealthStatus.STARTING, HealthStatus.HEALTHY, HealthStatus.STOPPED);

    private GameLine() {}

    static boolean isUnwell(GameOverview game) {
        return game.health().filter(seen -> !WELL.contains(seen.status())).isPresent();
    }

    static String of(GameOverview game, Instant now) {
        boolean running = game.record().state().status() == RuntimeStatus.RUNNING;
        return FORMAT.formatted(
                game.record().gameId(),
                game.record().state().status().wire(),
                game.health().map(seen -> health(seen, now)).orElse("-"),
                running ? age(game.record().startedAt(), now) : "-",
                Sanitized.of(game.record().currentImage().value()),
                game.lastOperation().map(GameLine::operation).orElse("-"));
    }

    private static String health(HealthSnapshot seen, Instant now) {
        String words = seen.status().wire().replace('_', ' ');
        return WELL.contains(seen.status()) ? words : words + " " + age(seen.observedAt(), now);
    }

    private static String operation(OperationEntry last) {
        Optional<String> failure =
                last.finishedAt().isEmpty() ? Optional.empty() : last.errorCode();
        return "%s, %s, %s"
                .formatted(
                        last.kind().wire(),
                        last.source().wire(),
                        failure.orElseGet(() -> last.outcome().wire()));
    }

    /** In hours and minutes, or in seconds while it is shorter than an hour. */
    static String age(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        Duration shown = age.isNegative() ? Duration.ZERO : age;
        return Durations.text(
                shown.truncatedTo(shown.toHours() > 0 ? ChronoUnit.MINUTES : ChronoUnit.SECONDS));
    }
}
