package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of variables and the document that describes them say the same. */
class ConfigurationDocumentTest {

    private static final Path DOCUMENT = Path.of("../../docs/configuration.md");

    @Test
    void theDocumentHasTheTableAndNothingElse() throws IOException {
        List<String> document = Files.readAllLines(DOCUMENT);
        int start = document.indexOf(tables().getFirst());
        assertThat(start).as("the first table of %s", DOCUMENT).isNotNegative();
        assertThat(document.subList(start, document.size()))
                .startsWith(tables().toArray(String[]::new));
        assertThat(document.stream().filter(line -> line.startsWith("|")))
                .containsExactlyElementsOf(
                        tables().stream().filter(line -> line.startsWith("|")).toList());
    }

    @Test
    void theDocumentNamesNoVariableThatIsNotThere() throws IOException {
        Environment named = new Environment(EnvironmentFile.namesIn(Files.readString(DOCUMENT)));
        assertThat(UnknownVariables.warnings(named))
                .hasSize(3)
                .allMatch(warning -> warning.contains(" was removed "));
    }

    private static List<String> tables() {
        return Variables.GROUPS.stream().flatMap(ConfigurationDocumentTest::table).toList();
    }

    private static Stream<String> table(VariableGroup group) {
        return Stream.of(
                        Stream.of(
                                "## " + group.title(),
                                "",
                                "| variable | takes | default | meaning |",
                                "| --- | --- | --- | --- |"),
                        group.variables().stream().map(ConfigurationDocumentTest::row),
                        Stream.of(""))
                .flatMap(lines -> lines);
    }

    private static String row(Variable<?> variable) {
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        variable.name(),
                        variable.type().accepted(),
                        variable.fallback().isEmpty()
                                ? variable.fallbackInWords()
                                : "`" + variable.fallback() + "`",
                        variable.meaning());
    }
}
