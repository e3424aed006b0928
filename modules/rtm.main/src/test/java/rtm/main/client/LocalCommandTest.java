package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalCommandTest {

    private static final LocalCommand RECONCILE =
            new LocalCommand("reconcile", "Compare.", () -> 0).onlyWith("--dry-run");

    private static final LocalCommand CHECK =
            new LocalCommand("check", "Check.", () -> 10)
                    .orJson(() -> 11)
                    .or(
                            new LocalCommand.Variant(
                                    "--as-service", "As the service.", json -> json ? 13 : 12));

    private static int run(String line, OutputStream out) {
        PrintStream nobody = new PrintStream(OutputStream.nullOutputStream());
        SupportSources none =
                new SupportSources(
                        Path.of("/"), List.of(), List.of(), Duration.ZERO, _ -> List.of());
        return CommandLineClient.run(
                List.of(line.split(" ", -1)),
                List.of(CHECK, RECONCILE),
                none,
                Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                nobody);
    }

    @ParameterizedTest
    @CsvSource({
        "check, 10",
        "--json check, 11",
        "check --as-service, 12",
        "check --as-service --json, 13",
        "check --as-somebody, 2"
    })
    void anOptionSelectsAnotherWayToRunACommand(String line, int code) {
        assertThat(run(line, OutputStream.nullOutputStream())).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "check, rtmanager check",
        "check, rtmanager check --json",
        "check, rtmanager check --as-service",
        "reconcile, rtmanager reconcile --dry-run"
    })
    void theHelpHasAnExampleOfEachWay(String command, String example) {
        ByteArrayOutputStream help = new ByteArrayOutputStream();

        assertThat(run(command + " --help", help)).isZero();
        assertThat(help.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.startsWith("Example"))
                .anyMatch(line -> line.endsWith(example));
    }
}
