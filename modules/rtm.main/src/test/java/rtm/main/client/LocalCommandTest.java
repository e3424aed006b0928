package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalCommandTest {

    private static final LocalCommand CHECK =
            new LocalCommand("check", "Check.", () -> 10)
                    .orJson(() -> 11)
                    .or(
                            new LocalCommand.Variant(
                                    "--as-service", "As the service.", json -> json ? 13 : 12));

    @ParameterizedTest
    @CsvSource({
        "check, 10",
        "--json check, 11",
        "check --as-service, 12",
        "check --as-service --json, 13",
        "check --as-somebody, 2"
    })
    void anOptionSelectsAnotherWayToRunACommand(String line, int code) {
        PrintStream nobody = new PrintStream(OutputStream.nullOutputStream());
        SupportSources none =
                new SupportSources(Path.of("/"), List.of(), List.of(), _ -> List.of());
        assertThat(
                        CommandLineClient.run(
                                List.of(line.split(" ", -1)),
                                List.of(CHECK),
                                none,
                                Map.of(),
                                nobody,
                                nobody))
                .isEqualTo(code);
    }
}
