package rtm.http.endpoint;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.Ending;
import rtm.domain.model.EndingEntry;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.ImageReference;
import rtm.domain.model.LatestEnding;
import rtm.http.message.JsonObjectWriter;

/** A stored ending, its fields named and ordered as its columns are; of the output, one line. */
final class EndingJson {

    private static final int LONGEST_LINE = 500;

    private EndingJson() {}

    static void write(JsonObjectWriter json, EndingEntry entry) {
        Ending ending = entry.ending();
        json.number("id", entry.row())
                .text("game_id", ending.gameId().value())
                .text("container_id", ending.container().value())
                .text("image_ref", ending.image().map(ImageReference::value))
                .number("exit_code", code(ending))
                .flag("oom", ending.oom())
                .flag("requested", ending.requested())
                .flag("with_daemon", ending.withDaemon())
                .time("started_at", ending.startedAt())
                .time("ended_at", ending.endedAt())
                .text("last_line", entry.output().flatMap(EndingJson::lastLine))
                .text("output_missing", entry.output().flatMap(EndingJson::missing));
    }

    /** What a table of games shows of it. */
    static void write(JsonObjectWriter json, LatestEnding latest) {
        Ending ending = latest.ending();
        json.number("exit_code", code(ending))
                .flag("oom", ending.oom())
                .flag("requested", ending.requested())
                .flag("with_daemon", ending.withDaemon())
                .time("ended_at", ending.endedAt())
                .number("crashes", Optional.of((long) latest.crashes()));
    }

    private static Optional<Long> code(Ending ending) {
        return ending.exitCode().isPresent()
                ? Optional.of((long) ending.exitCode().getAsInt())
                : Optional.empty();
    }

    private static Optional<String> lastLine(EndingOutput output) {
        return switch (output) {
            case EndingOutput.Kept(String text) -> {
                List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
                yield lines.isEmpty() ? Optional.empty() : Optional.of(cut(lines.getLast()));
            }
            case EndingOutput.Missing _ -> Optional.empty();
        };
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
    }

    private static Optional<String> missing(EndingOutput output) {
        return switch (output) {
            case EndingOutput.Kept _ -> Optional.empty();
            case EndingOutput.Missing(String reason) -> Optional.of(reason);
        };
    }
}
