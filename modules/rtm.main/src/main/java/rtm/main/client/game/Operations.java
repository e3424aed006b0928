package rtm.main.client.game;

import java.time.Instant;
import rtm.domain.text.Ages;
import rtm.main.client.call.Fields;
import rtm.main.client.text.Table;

/** The table of operations. */
public final class Operations {

    private Operations() {}

    /**
     * One line per row of the answer.
     *
     * @param games whether the rows are of several games
     * @param now for the age of those in progress
     */
    public static Table table(Fields answer, boolean games, Instant now) {
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
        for (Fields operation : answer.list("items")) {
            String started = operation.time("started_at").map(Ages::time).orElse("-");
            String kind = OperationWords.kind(operation.shown("op_kind"));
            String source = OperationWords.source(operation);
            String outcome = OperationWords.outcome(operation);
            String details = OperationWords.details(operation);
            String took = OperationWords.took(operation, now);
            if (games) {
                table.row(
                        started, operation.shown("game_id"), kind, source, outcome, took, details);
            } else {
                table.row(started, kind, source, outcome, took, details);
            }
        }
        return table;
    }
}
