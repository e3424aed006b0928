package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The example of an environment file is written from the table of variables, and works as it is.
 */
class EnvironmentExampleTest {

    private static final Path EXAMPLE = Path.of("../../jlink/src/dist/conf/rtmanager.env.example");
    private static final WrittenPart SETTINGS =
            new WrittenPart(
                    EXAMPLE,
                    "# ==== The settings of Runtime Manager ====",
                    "# ==== The settings of its libraries ====");
    private static final int WIDTH = 110;

    @Test
    void itIsWrittenFromTheTable() throws IOException {
        SETTINGS.holds(
                Stream.concat(
                                Stream.of(""),
                                Variables.GROUPS.stream().flatMap(EnvironmentExampleTest::group))
                        .toList());
    }

    @Test
    void asItIsItIsAccepted() throws IOException {
        Map<String, String> active = EnvironmentFile.assignments(Files.readAllLines(EXAMPLE));
        assertThat(active.keySet())
                .containsExactlyElementsOf(
                        Variables.all().filter(Variable::required).map(Variable::name).toList());
        assertThat(Environments.loaded(active).warnings()).isEmpty();
    }

    @Test
    void whatIsCommentedOutIsTheDefault() throws IOException {
        Map<String, String> everything =
                EnvironmentFile.assignments(
                        Files.readAllLines(EXAMPLE).stream()
                                .map(line -> line.replaceFirst("^#(?=[A-Z_]+=)", ""))
                                .toList());
        assertThat(Variables.all().filter(variable -> !variable.required()))
                .isNotEmpty()
                .allSatisfy(variable ->
                        assertThat(everything).containsEntry(variable.name(), variable.fallback()));
    }

    private static Stream<String> group(VariableGroup group) {
        return Stream.concat(
                Stream.of("# ---- " + group.title() + " ----", ""),
                group.variables().stream().flatMap(EnvironmentExampleTest::entry));
    }

    private static Stream<String> entry(Variable<?> variable) {
        String assignment = variable.name() + "=" + EnvironmentFile.quoted(variable.example());
        return Stream.of(
                        comment(variable.meaning()),
                        comment("Takes " + variable.type().accepted() + "."),
                        Stream.of(variable.required() ? assignment : "#" + assignment),
                        file(variable),
                        Stream.of(""))
                .flatMap(lines -> lines);
    }

    private static Stream<String> file(Variable<?> variable) {
        return variable.secrecy() == Secrecy.NONE
                ? Stream.empty()
                : Stream.of(
                        "# Instead, a file that holds it:",
                        "#" + SecretFiles.fileName(variable) + "=");
    }

    private static Stream<String> comment(String sentence) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("#");
        for (String word : sentence.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(1);
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines.stream();
    }
}
