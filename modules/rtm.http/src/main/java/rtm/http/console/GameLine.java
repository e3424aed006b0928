package rtm.http.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.GameOverview;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationOutcome;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.overview.Condition;
import rtm.domain.text.Ages;
import rtm.domain.text.PlainText;
import rtm.domain.text.Terms;

/**
 * One game as a line of the table, with the columns of {@code rtmanager ps}. What does not fit its
 * column moves the rest of the line.
 */
final class GameLine {

    private static final String FORMAT = "%-24s %-8s %-26s %-32s %-8s %s\n";
    static final String HEAD =
            FORMAT.formatted("GAME", "STATUS", "HEALTH", "IMAGE", "UP", "LAST OPERATION");

    private GameLine() {}

    static boolean isUnwell(GameOverview game) {
        return Condition.of(game).filter(Condition::unwell).isPresent();
    }

    static String of(GameOverview game, Instant now) {
        boolean running = game.record().state().status() == RuntimeStatus.RUNNING;
        return FORMAT.formatted(
                game.record().gameId(),
                game.record().state().status().wire(),
                game.health().map(seen -> health(game, seen, now)).orElse("-"),
                PlainText.line(game.record().currentImage().value()),
                running ? Ages.since(game.record().startedAt(), now) : "-",
                game.lastOperation().map(last -> operations(game, last, now)).orElse("-"));
    }

    private static String health(GameOverview game, HealthSnapshot seen, Instant now) {
        Condition condition = Condition.of(game).orElseGet(() -> Condition.of(seen));
        return Terms.health(
                seen.status().wire(),
                PlainText.line(condition.words()),
                condition.unwell(),
                Optional.of(seen.observedAt()),
                now);
    }

    private static String operations(GameOverview game, OperationEntry last, Instant now) {
        String attempt = operation(last, now);
        return game.lastChange()
                .map(change -> Terms.since(operation(change, now), attempt))
                .orElse(attempt);
    }

    private static String operation(OperationEntry entry, Instant now) {
        String kind = entry.kind().wire();
        String source = entry.source().wire();
        return entry.outcome() == OperationOutcome.IN_PROGRESS
                ? Terms.open(
                        kind,
                        source,
                        Optional.of(Duration.between(entry.startedAt(), now)),
                        Optional.empty())
                : Terms.ended(kind, source, entry.outcome().wire(), entry.errorCode());
    }
}
