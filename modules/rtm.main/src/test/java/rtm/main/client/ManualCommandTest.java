package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ManualCommandTest {

    private AnsweringService service;

    @BeforeEach
    void serve() throws Exception {
        service = new AnsweringService();
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void thePageHasEveryCommandWithItsOptionsAndItsExample() {
        assertThat(service.types("manual")).isZero();
        assertThat(service.lines())
                .startsWith(".TH \"RTMANAGER\" \"1\"", ".SH NAME")
                .contains(
                        ".SS rtmanager ps",
                        "\\fB\\-\\-unwell\\fR",
                        ".SS rtmanager images prune",
                        "Example: rtmanager drain \\-\\-stop".replace("Example:", "Examples:"),
                        ".SH FILES")
                .noneMatch(line -> line.contains("${") || line.contains("null"));
    }

    /** Where groff is installed. */
    @Test
    void groffHasNothingToComplainAbout() throws Exception {
        service.types("manual");
        Process groff;
        try {
            groff =
                    new ProcessBuilder("groff", "-man", "-Tutf8", "-ww", "-P-c")
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException _) {
            return;
        }
        List<String> lines = service.lines();
        Thread.startVirtualThread(() -> {
            try (var in = groff.outputWriter(StandardCharsets.UTF_8)) {
                in.write(String.join("\n", lines) + "\n");
            } catch (IOException gone) {
                throw new java.io.UncheckedIOException(gone);
            }
        });
        String page = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(page).contains("rtmanager ps", "--ended-by-docker").doesNotContain("warning");
    }
}
