package rtm.http.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationEntry;
import rtm.domain.overview.PendingWork.Kind;
import rtm.domain.overview.ServiceStatus;
import rtm.domain.text.Terms;

/** The lines of games without a record, which start or wait for that, and of pulls. */
final class PendingLines {

    private PendingLines() {}

    /**
     * The lines.
     *
     * @param known games that have a line of their own
     */
    static List<GameLine> of(OpenWork work, Set<GameId> known) {
        Map<GameId, GameLine> games = new LinkedHashMap<>();
        for (OperationEntry start : work.starts()) {
            games.putIfAbsent(start.gameId(), starting(work, start));
        }
        for (ServiceStatus.Pending each : work.pending()) {
            if (each.work().kind() == Kind.START) {
                each.work()
                        .game()
                        .ifPresent(game -> games.putIfAbsent(game, waiting(work, game, each)));
            }
        }
        games.keySet().removeAll(known);
        List<GameLine> lines = new ArrayList<>(games.values());
        work.pending().stream()
                .filter(each -> each.work().kind() == Kind.PULL)
                .map(pull ->
                        GameLine.pending("-", "pulling", pull.work().image(), work.words(pull)))
                .forEach(lines::add);
        return lines;
    }

    /** The lines of games without a record, whose start failed and is not tried again. */
    static List<GameLine> unstarted(OpenWork work) {
        return work.unstarted().stream()
                .filter(start -> !work.names(start.gameId()))
                .map(start -> GameLine.unstarted(start, work.at()))
                .toList();
    }

    private static GameLine starting(OpenWork work, OperationEntry start) {
        String words = work.words(start);
        return GameLine.pending(
                start.gameId().value(),
                "starting",
                start.image(),
                work.job(start.gameId()).map(job -> Terms.since(words, job)).orElse(words));
    }

    private static GameLine waiting(OpenWork work, GameId game, ServiceStatus.Pending start) {
        return GameLine.pending(
                game.value(), "waiting", start.work().image(), work.job(game).orElse("-"));
    }
}
