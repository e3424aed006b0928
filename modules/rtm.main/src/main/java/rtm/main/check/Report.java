package rtm.main.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import rtm.domain.text.Plural;
import rtm.main.check.Finding.Level;

/** Prints what was found. */
final class Report {

    private final List<Finding> findings;

    Report(List<Finding> findings) {
        this.findings = List.copyOf(findings);
    }

    boolean passed() {
        return count(Level.FAIL) == 0;
    }

    void print(PrintStream out) {
        for (Finding finding : findings) {
            out.printf("%-5s %-11s %s%n", level(finding), finding.item(), oneLine(finding.found()));
            if (!finding.advice().isEmpty()) {
                out.printf("%17s -> %s%n", "", oneLine(finding.advice()));
            }
        }
        out.printf(
                "%d ok, %s, %s: %s%n",
                count(Level.OK),
                Plural.of(count(Level.WARN), "warning"),
                Plural.of(count(Level.FAIL), "failure"),
                passed() ? "the service can start" : "the service cannot start");
    }

    void printJson(PrintStream out) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField("can_start", passed());
            json.writeArrayFieldStart("findings");
            for (Finding finding : findings) {
                json.writeStartObject();
                json.writeStringField("level", level(finding));
                json.writeStringField("item", finding.item());
                json.writeStringField("found", finding.found());
                json.writeStringField("advice", finding.advice());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        out.println(text);
    }

    private static String level(Finding finding) {
        return finding.level().name().toLowerCase(Locale.ROOT);
    }

    private long count(Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    /** An answer of a server may contain anything. */
    private static String oneLine(String text) {
        return text.strip().replaceAll("\\p{Cntrl}+", " ");
    }
}
