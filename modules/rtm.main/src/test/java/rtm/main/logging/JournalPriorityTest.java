package rtm.main.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalPriorityTest {

    private static final String AT = "2026-11-21T12:00:00.123Z ";

    @ParameterizedTest
    @CsvSource({"ERROR, 3", "WARN, 4", "INFO, 6", "DEBUG, 7", "TRACE, 7"})
    void aLineHasThePriorityOfItsLevel(String level, int priority) {
        assertThat(JournalPriority.marked(AT + level + " rtm.X - text"))
                .isEqualTo("<" + priority + ">" + AT + level + " rtm.X - text");
    }

    @Test
    void whatIsNoLineOfTheLogIsAWarning() {
        assertThat(JournalPriority.marked("Exception in thread main")).startsWith("<4>");
        assertThat(JournalPriority.marked(AT + "message=ERROR ")).startsWith("<4>");
    }

    @Test
    void aStreamIsNamedByDeviceAndInode(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("f"));
        assertThat(JournalPriority.stream(file)).get().asString().matches("\\d+:\\d+");
        assertThat(JournalPriority.stream(folder.resolve("none"))).isEmpty();
    }

    @Test
    void linesThatDoNotGoToTheJournalStayAsTheyAre() {
        for (Optional<String> other : List.of(Optional.<String>empty(), Optional.of("1:2"))) {
            assertThat(JournalPriority.marks(other).apply(AT + "WARN rtm.X - text"))
                    .isEqualTo(AT + "WARN rtm.X - text");
        }
    }

    @Test
    void linesThatGoToTheJournalAreMarked() {
        Optional<String> standardError = JournalPriority.stream(Path.of("/proc/self/fd/2"));
        assertThat(JournalPriority.marks(standardError).apply(AT + "WARN rtm.X - text"))
                .startsWith("<4>");
    }
}
