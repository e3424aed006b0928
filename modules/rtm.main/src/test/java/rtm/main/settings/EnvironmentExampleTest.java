package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example of an environment file works as it is, and knows every variable. */
class EnvironmentExampleTest {

    private static final Path EXAMPLE = Path.of("../../jlink/src/dist/conf/rtmanager.env.example");

    private List<String> lines = List.of();

    @BeforeEach
    void read() throws IOException {
        lines = Files.readAllLines(EXAMPLE);
    }

    @Test
    void asItIsItIsAccepted() {
        Map<String, String> active = EnvironmentFile.assignments(lines);
        assertThat(active.keySet())
                .containsExactlyElementsOf(
                        Variables.all().filter(Variable::required).map(Variable::name).toList());
        assertThat(Environments.loaded(active).warnings()).isEmpty();
    }

    @Test
    void itNamesEveryVariableInTheOrderOfTheTable() {
        assertThat(everything().keySet().stream().filter(name -> name.startsWith("RTMANAGER_")))
                .containsExactlyElementsOf(Variables.all().map(Variable::name).toList());
    }

    @Test
    void whatIsCommentedOutIsTheDefault() {
        Map<String, String> everything = everything();
        assertThat(Variables.all().filter(variable -> !variable.required()))
                .allSatisfy(variable ->
                        assertThat(everything).containsEntry(variable.name(), variable.fallback()));
    }

    @Test
    void eachVariableIsExplained() {
        String text = String.join(" ", lines).replaceAll(" # ", " ");
        assertThat(Variables.all())
                .allSatisfy(variable -> assertThat(text).contains(variable.meaning()));
    }

    private Map<String, String> everything() {
        return EnvironmentFile.assignments(
                lines.stream().map(line -> line.replaceFirst("^#(?=[A-Z_]+=)", "")).toList());
    }
}
