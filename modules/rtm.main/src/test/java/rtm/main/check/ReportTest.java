package rtm.main.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Report REPORT =
            new Report(
                    List.of(
                            Finding.ok("settings", "complete"),
                            Finding.fail("docker", "said \"no\"\nand more", "start it")));

    private static String printed(BiConsumer<Report, PrintStream> how) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        how.accept(REPORT, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void eachFindingIsALine() {
        assertThat(printed(Report::print).lines())
                .containsExactly(
                        "ok    settings    complete",
                        "fail  docker      said \"no\" and more",
                        "                  -> start it",
                        "1 ok, 0 warnings, 1 failure: the service cannot start");
    }

    @Test
    void asJsonItIsOneObject() {
        assertThat(printed(Report::printJson))
                .isEqualToIgnoringNewLines(
                        """
                        {"can_start":false,"findings":[{"level":"ok","item":"settings","found":"complete","advice":""},\
                        {"level":"fail","item":"docker","found":"said \\"no\\"\\nand more","advice":"start it"}]}\
                        """);
    }
}
