package rtm.main.client;

import java.util.Optional;
import picocli.CommandLine.Command;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.text.Table;

/** The streams of Redis. */
@Command(
        name = "streams",
        description = "Show the length of the streams, and how far behind their readers are.",
        footer = {"", "Examples: rtmanager streams", "          rtmanager streams trim"})
final class StreamsCommand extends ServiceCommand {

    private static final String PATH = Paths.of("/streams");

    /** The service counts no further. */
    private static final long MOST = 1_000;

    @Override
    void run() {
        shownOrRead(calls().read(PATH)).ifPresent(answer -> table(answer).print(screen()));
    }

    private static Table table(Fields answer) {
        Table table = new Table("STREAM", "LENGTH", "READER", "READ TO", "LAG", "TRIMMED", "NOTE");
        for (Fields stream : answer.list("items")) {
            table.row(
                    stream.shown("stream"),
                    number(stream, "length"),
                    stream.shown("reader"),
                    stream.shown("read_to"),
                    stream.number("lag").orElse(0) >= MOST
                            ? MOST + " or more"
                            : number(stream, "lag"),
                    number(stream, "trimmed"),
                    stream.text("kept").orElse(""));
        }
        return table;
    }

    private static String number(Fields stream, String name) {
        var value = stream.number(name);
        return value.isPresent() ? Long.toString(value.getAsLong()) : "-";
    }

    /** Removes what was read. */
    @Command(
            name = "trim",
            description = {
                "Remove from the streams what their readers have read.",
                "Of the job streams that is what this service has read, of the results what Lobby has read."
            },
            footer = {"", "Example: rtmanager streams trim"})
    static final class Trim extends ServiceCommand {

        @Override
        void run() {
            shownOrRead(calls().change("POST", PATH + "/trim", Optional.empty()).answer())
                    .ifPresent(answer -> table(answer).print(screen()));
        }
    }
}
