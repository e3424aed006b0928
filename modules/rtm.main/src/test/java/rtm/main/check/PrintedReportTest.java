package rtm.main.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrintedReportTest {

    private static final List<PrintedReport.Line> LINES =
            List.of(
                    new PrintedReport.Line("adopt", Optional.of("g1"), "it \"runs\""),
                    new PrintedReport.Line("invalid_label", Optional.empty(), "container c1"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void driftsAreLinesOrOneObject() {
        report(false).drifts(LINES, 2, 3);
        assertThat(text(out))
                .isEqualTo(
                        """
                        adopt             g1: it "runs"
                        invalid_label     container c1
                        2 found: 2 records, 3 containers
                        """);

        out.reset();
        report(true).drifts(LINES, 2, 3);
        assertThat(text(out))
                .isEqualTo(
                        """
                        {"records":2,"containers":3,"items":[\
                        {"kind":"adopt","game_id":"g1","words":"it \\"runs\\""},\
                        {"kind":"invalid_label","game_id":null,"words":"container c1"}]}
                        """);
    }

    @Test
    void aFailureIsLinesOrOneError() {
        assertThat(report(false).failed("settings", List.of("one", "two"))).isEqualTo(1);
        assertThat(text(err)).isEqualTo("one\ntwo\n");
        assertThat(text(out)).isEmpty();

        assertThat(report(true).failed("settings", List.of("one", "two"))).isEqualTo(1);
        assertThat(text(out))
                .isEqualTo("{\"error\":{\"code\":\"settings\",\"message\":\"one\\ntwo\"}}\n");
    }

    private PrintedReport report(boolean json) {
        return new PrintedReport(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                json);
    }

    private static String text(ByteArrayOutputStream printed) {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
