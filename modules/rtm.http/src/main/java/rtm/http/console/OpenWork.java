package rtm.http.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationFilter;
import rtm.domain.model.OperationKind;
import rtm.domain.overview.ServiceStatus;
import rtm.domain.port.StoreOverview;
import rtm.domain.text.Causes;
import rtm.domain.text.PlainText;
import rtm.domain.text.Terms;

/**
 * What is in progress and what waits, as the table of games shows it.
 *
 * @param at when it was read
 * @param causes what is wrong
 * @param waitsFor for operations in progress that wait: for what, by the row's number
 * @param pending work without a row in the operation log
 * @param starts starts in progress, newest first
 * @param unstarted failed starts of games without a record, newest first
 */
record OpenWork(
        Instant at,
        Causes causes,
        Map<Long, String> waitsFor,
        List<ServiceStatus.Pending> pending,
        List<OperationEntry> starts,
        List<OperationEntry> unstarted) {

    private static final int PART = 500;
    private static final OperationFilter OPEN = new OperationFilter(true, Optional.empty());

    static OpenWork read(ServiceStatus status, Causes causes, StoreOverview store) {
        return new OpenWork(
                status.at(),
                causes,
                status.waitsFor().entrySet().stream()
                        .collect(
                                Collectors.toMap(each -> each.getKey().row(), Map.Entry::getValue)),
                status.pending(),
                starts(store),
                status.unstarted());
    }

    /** As many as there can be games that start at the same time. */
    private static List<OperationEntry> starts(StoreOverview store) {
        List<OperationEntry> starts = new ArrayList<>();
        Optional<Long> before = Optional.empty();
        List<OperationEntry> part;
        do {
            part = store.operations(OPEN, before, PART);
            part.stream().filter(each -> each.kind() == OperationKind.START).forEach(starts::add);
            before = part.isEmpty() ? Optional.empty() : Optional.of(part.getLast().row());
        } while (part.size() == PART);
        return starts;
    }

    /** An operation in progress. */
    String words(OperationEntry entry) {
        String kind = entry.kind().wire();
        String source = entry.source().wire();
        return Terms.open(
                kind,
                source,
                Optional.of(Duration.between(entry.startedAt(), at)),
                Optional.ofNullable(waitsFor.get(entry.row()))
                        .or(() -> causes.holdUp(kind, source))
                        .map(reason -> PlainText.line(Terms.doing(reason, entry.image()))));
    }

    /** The oldest job of a game that waits. */
    Optional<String> job(GameId game) {
        return pending.stream()
                .filter(each -> each.work().game().equals(Optional.of(game)))
                .findFirst()
                .map(this::words);
    }

    /** A pull, or a job that waits. */
    String words(ServiceStatus.Pending each) {
        return PlainText.line(
                Terms.open(
                        each.work().kind().wire(),
                        each.work().source().wire(),
                        Optional.of(Duration.between(each.since(), at)),
                        each.waitsFor().map(Terms::waits).or(each::progress)));
    }

    /** Whether work of a game is among it. */
    boolean names(GameId game) {
        return starts.stream().anyMatch(start -> start.gameId().equals(game))
                || pending.stream().anyMatch(each -> each.work().game().equals(Optional.of(game)));
    }
}
