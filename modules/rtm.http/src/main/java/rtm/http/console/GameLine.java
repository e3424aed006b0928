package rtm.http.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * One game as a line of the table, with the columns of {@code rtmanager ps}.
 *
 * @param cells the texts of the columns
 */
record GameLine(List<String> cells) {

    private static final GameLine HEAD =
            new GameLine(List.of("GAME", "STATUS", "HEALTH", "IMAGE", "UP", "LAST OPERATION"));
    private static final List<Integer> LEAST = List.of(24, 8, 26, 32, 8);
    private static final int LEAST_OF_NODE = 8;

    static boolean isUnwell(GameOverview game) {
        return Condition.of(game).filter(Condition::unwell).isPresent();
    }

    /** A line of what has no record. */
    static GameLine pending(String game, String status, Optional<String> image, String operation) {
        return new GameLine(
                List.of(game, status, "-", PlainText.line(image.orElse("-")), "-", operation));
    }

    /** A line of a game without a record, whose start failed. */
    static GameLine unstarted(OperationEntry start, Instant now) {
        return new GameLine(
                List.of(
                        start.gameId().value(),
                        "failed",
                        "%s, %s ago"
                                .formatted(
                                        Terms.UNSTARTED,
                                        Ages.since(
                                                start.finishedAt().orElse(start.startedAt()), now)),
                        PlainText.line(start.image().orElse("-")),
                        "-",
                        Terms.ended(
                                start.kind().wire(),
                                start.source().wire(),
                                start.outcome().wire(),
                                start.errorCode())));
    }

    /**
     * A game.
     *
     * @param unseen whether nobody can see now how its engine is
     */
    static GameLine of(GameOverview game, OpenWork work, boolean unseen) {
        Instant now = work.at();
        boolean running = game.record().state().status() == RuntimeStatus.RUNNING;
        return new GameLine(
                List.of(
                        game.record().gameId().value(),
                        game.record().state().status().wire(),
                        game.health()
                                .map(seen -> health(game, seen, unseen && running, now))
                                .orElse("-"),
                        PlainText.line(game.record().currentImage().value()),
                        running ? Ages.since(game.record().startedAt(), now) : "-",
                        operations(game, work)));
    }

    /** The same line with the node that the game is on, before the last cell. */
    GameLine on(String node) {
        List<String> more = new ArrayList<>(cells);
        more.add(LEAST.size(), node);
        return new GameLine(List.copyOf(more));
    }

    /**
     * The widths of all columns but the last one, so that these lines fit.
     *
     * @param nodes whether they have nodes
     */
    static List<Integer> widths(List<GameLine> lines, boolean nodes) {
        List<Integer> least = new ArrayList<>(LEAST);
        if (nodes) {
            least.add(LEAST_OF_NODE);
        }
        return IntStream.range(0, least.size())
                .mapToObj(column ->
                        lines.stream()
                                .mapToInt(line -> length(line.cells.get(column)))
                                .reduce(least.get(column), Math::max))
                .toList();
    }

    static String head(List<Integer> widths, boolean nodes) {
        return (nodes ? HEAD.on("NODE") : HEAD).text(widths);
    }

    /** With its line end. What does not fit its column moves the rest of the line. */
    String text(List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.size(); column++) {
            String cell = cells.get(column);
            line.append(cell).repeat(' ', Math.max(0, widths.get(column) - length(cell)) + 1);
        }
        return line.append(cells.getLast()).append('\n').toString();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String health(
            GameOverview game, HealthSnapshot seen, boolean doubtful, Instant now) {
        Condition condition = Condition.of(game).orElseGet(() -> Condition.of(seen));
        return Terms.health(
                seen.status().wire(),
                PlainText.line(condition.words()),
                condition.unwell(),
                doubtful,
                Terms.seenSince(
                        seen.status().wire(),
                        Optional.of(seen.observedAt()),
                        Optional.of(game.record().startedAt()),
                        game.latestEnding().map(latest -> latest.ending().endedAt())),
                now);
    }

    /** The last change, an attempt since then, and a job that waits. */
    private static String operations(GameOverview game, OpenWork work) {
        return Stream.of(
                        game.lastChange().map(change -> operation(change, work)),
                        game.lastOperation().map(last -> operation(last, work)),
                        work.job(game.record().gameId()))
                .flatMap(Optional::stream)
                .reduce(Terms::since)
                .orElse("-");
    }

    private static String operation(OperationEntry entry, OpenWork work) {
        return entry.outcome() == OperationOutcome.IN_PROGRESS
                ? work.words(entry)
                : Terms.ended(
                        entry.kind().wire(),
                        entry.source().wire(),
                        entry.outcome().wire(),
                        entry.errorCode());
    }
}
