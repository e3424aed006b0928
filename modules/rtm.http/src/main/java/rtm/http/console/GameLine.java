package rtm.http.console;

import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.GameOverview;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.overview.Condition;
import rtm.domain.text.Ages;
import rtm.domain.text.PlainText;

/** One game as a line of the table. What does not fit its column moves the rest of the line. */
final class GameLine {

    private static final String FORMAT = "%-24s %-8s %-26s %-8s %-32s %s\n";
    static final String HEAD =
            FORMAT.formatted("GAME", "STATUS", "HEALTH", "UP", "IMAGE", "LAST OPERATION");

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
                running ? Ages.since(game.record().startedAt(), now) : "-",
                PlainText.line(game.record().currentImage().value()),
                game.lastOperation().map(GameLine::operation).orElse("-"));
    }

    private static String health(GameOverview game, HealthSnapshot seen, Instant now) {
        Condition condition = Condition.of(game).orElseGet(() -> Condition.of(seen));
        String words = PlainText.line(condition.words());
        return condition.unwell() ? words + ", " + Ages.since(seen.observedAt(), now) : words;
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
}
