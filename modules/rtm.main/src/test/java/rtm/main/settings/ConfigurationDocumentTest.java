package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document that describes the variables is written from their table. */
class ConfigurationDocumentTest {

    private static final Path DOCUMENT = Path.of("../../docs/configuration.md");
    private static final WrittenPart TABLES =
            new WrittenPart(
                    DOCUMENT,
                    "<!-- scripts/write-documents writes the tables from here to the next mark -->",
                    "<!-- end of the tables -->");

    @Test
    void itIsWrittenFromTheTable() throws IOException {
        TABLES.holds(
                Stream.concat(
                                Stream.of(""),
                                Variables.GROUPS.stream().flatMap(ConfigurationDocumentTest::table))
                        .toList());
    }

    @Test
    void thereIsNoOtherTable() throws IOException {
        assertThat(TABLES.around()).noneMatch(line -> line.startsWith("|"));
    }

    @Test
    void theDocumentNamesNoVariableThatIsNotThere() throws IOException {
        Environment named = new Environment(EnvironmentFile.namesIn(Files.readString(DOCUMENT)));
        assertThat(UnknownVariables.warnings(named))
                .hasSize(3)
                .allMatch(warning -> warning.contains(" was removed "));
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
        return "| `%s`%s | %s | %s | %s |"
                .formatted(
                        variable.name(),
                        variable.secrecy() == Secrecy.NONE
                                ? ""
                                : ", or `%s`".formatted(SecretFiles.fileName(variable)),
                        variable.type().accepted(),
                        variable.fallback().isEmpty()
                                ? variable.fallbackInWords()
                                : "`" + variable.fallback() + "`",
                        variable.meaning());
    }
}
