package rtm.main.client.game;

import java.time.Instant;
import java.util.Optional;
import rtm.domain.text.Ages;
import rtm.main.client.call.Fields;
import rtm.main.client.text.Table;

/** What was done with a game, and how its engines ended, newest first. */
public final class TimeLine {

    private TimeLine() {}

    public static Table table(Fields history, WaitingWork waiting, Instant now) {
        Table table = new Table("TIME (UTC)", "WHAT", "BY", "OUTCOME", "TOOK", "DETAILS");
        for (Fields entry : history.list("items")) {
            String time = entry.time("at").map(Ages::time).orElse("-");
            Fields operation = entry.object("operation");
            if (operation.values().isEmpty()) {
                ending(table, time, entry.object("ending"));
            } else {
                table.row(
                        time,
                        OperationWords.kind(operation.shown("op_kind")),
                        OperationWords.source(operation),
                        OperationWords.outcome(operation),
                        OperationWords.took(operation, now),
                        OperationWords.details(operation, waiting));
            }
        }
        return table.wrapping();
    }

    private static void ending(Table table, String time, Fields ending) {
        String[] cells = {
            time,
            "engine ended",
            ending.is("requested") ? "asked for" : ending.is("with_daemon") ? "docker" : "itself",
            ending.is("oom") ? "out of memory" : exit(ending),
            ran(ending).orElse("-"),
            ending.text("last_line").or(() -> ending.text("output_missing")).orElse("-"),
        };
        if (ending.is("requested")) {
            table.row(cells);
        } else {
            table.alarmingRow(cells);
        }
    }

    private static String exit(Fields ending) {
        var code = ending.number("exit_code");
        return code.isPresent() ? "exit " + code.getAsLong() : "exit unknown";
    }

    private static Optional<String> ran(Fields ending) {
        Optional<Instant> end = ending.time("ended_at");
        return ending.time("started_at")
                .flatMap(start -> end.map(then -> "ran " + Ages.since(start, then)));
    }
}
