package rtm.main.client.game;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.domain.text.Ages;
import rtm.domain.text.Terms;
import rtm.main.client.call.Fields;
import rtm.main.client.text.Table;

/** The table of operations. */
public final class Operations {

    private Operations() {}

    /** Whether one of the rows is in progress. */
    public static boolean anyOpen(Fields answer) {
        return answer.list("items").stream().anyMatch(OperationWords::isOpen);
    }

    /**
     * One line per row of the answer.
     *
     * @param pending what has no row in the operation log; first
     * @param games whether the rows are of several games
     * @param now for the age of those in progress
     */
    public static Table table(
            Fields answer, List<Fields> pending, WaitingWork waiting, boolean games, Instant now) {
        Table table =
                games
                        ? new Table(
                                "STARTED (UTC)",
                                "GAME",
                                "OPERATION",
                                "BY",
                                "OUTCOME",
                                "TOOK",
                                "DETAILS")
                        : new Table(
                                "STARTED (UTC)", "OPERATION", "BY", "OUTCOME", "TOOK", "DETAILS");
        for (Fields each : pending) {
            row(
                    table,
                    games,
                    each,
                    WaitingWork.isPull(each) ? "in progress" : "waits",
                    WaitingWork.age(each, now).map(Ages::of).orElse("-"),
                    pendingDetails(each));
        }
        for (Fields operation : answer.list("items")) {
            row(
                    table,
                    games,
                    operation,
                    OperationWords.outcome(operation),
                    OperationWords.took(operation, now),
                    OperationWords.details(operation, waiting));
        }
        return table.wrapping();
    }

    private static String pendingDetails(Fields pending) {
        return Stream.of(
                        pending.text("image_ref"),
                        pending.text("waits_for").map(Terms::waits),
                        pending.text("progress"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private static void row(
            Table table,
            boolean games,
            Fields operation,
            String outcome,
            String took,
            String details) {
        String started = operation.time("started_at").map(Ages::time).orElse("-");
        String kind = OperationWords.kind(operation.shown("op_kind"));
        String source = OperationWords.source(operation);
        if (games) {
            table.row(started, operation.shown("game_id"), kind, source, outcome, took, details);
        } else {
            table.row(started, kind, source, outcome, took, details);
        }
    }
}
