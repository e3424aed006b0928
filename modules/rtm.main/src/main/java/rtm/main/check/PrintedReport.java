package rtm.main.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Where a command that does not ask the service prints what it found, or why it found nothing.
 *
 * @param out for what was asked for
 * @param err for problems, unless JSON is wanted
 * @param json whether to print one JSON object
 */
public record PrintedReport(PrintStream out, PrintStream err, boolean json) {

    /**
     * A disagreement of a record with the containers.
     *
     * @param kind what kind
     * @param game the game, if one is known
     * @param words what the service would do
     */
    record Line(String kind, Optional<String> game, String words) {}

    /**
     * Prints the problems, in JSON as one error in the form of the service's answers.
     *
     * @return the exit code
     */
    public int failed(String code, List<String> problems) {
        if (json) {
            print(generator -> {
                generator.writeObjectFieldStart("error");
                generator.writeStringField("code", code);
                generator.writeStringField("message", String.join("\n", problems));
                generator.writeEndObject();
            });
        } else {
            problems.forEach(err::println);
        }
        return 1;
    }

    void drifts(List<Line> lines, int records, int containers) {
        if (json) {
            print(generator -> {
                generator.writeNumberField("records", records);
                generator.writeNumberField("containers", containers);
                generator.writeArrayFieldStart("items");
                for (Line line : lines) {
                    generator.writeStartObject();
                    generator.writeStringField("kind", line.kind());
                    generator.writeStringField("game_id", line.game().orElse(null));
                    generator.writeStringField("words", line.words());
                    generator.writeEndObject();
                }
                generator.writeEndArray();
            });
            return;
        }
        for (Line line : lines) {
            out.printf(
                    "%-17s %s%s%n",
                    line.kind(), line.game().map(game -> game + ": ").orElse(""), line.words());
        }
        out.printf(
                "%s: %d records, %d containers%n",
                lines.isEmpty() ? "no drift" : lines.size() + " found", records, containers);
    }

    @FunctionalInterface
    private interface Fields {
        void to(JsonGenerator generator) throws IOException;
    }

    private void print(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
            generator.writeStartObject();
            fields.to(generator);
            generator.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        out.println(text);
    }
}
