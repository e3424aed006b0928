package rtm.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README shows every module, worker and page. */
class ReadmeTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):]+)\\)");
    private static final Pattern WORKER = Pattern.compile("`([a-z-]+)`");

    @Test
    void everyModuleIsOnItsMap() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        try (Stream<Path> modules = Files.list(ROOT.resolve("modules"))) {
            assertThat(modules.filter(folder -> Files.exists(folder.resolve("pom.xml"))))
                    .isNotEmpty()
                    .allSatisfy(module ->
                            assertThat(readme).contains("`" + module.getFileName() + "`"));
        }
    }

    @Test
    void everyWorkerIsInItsPicture() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        assertThat(workers()).hasSize(7).allSatisfy(worker -> assertThat(readme).contains(worker));
    }

    @Test
    void everyPageItSendsToIsThere() throws IOException {
        assertThat(LINK.matcher(Files.readString(ROOT.resolve("README.md"))).results())
                .isNotEmpty()
                .allSatisfy(link -> assertThat(ROOT.resolve(link.group(1))).exists());
    }

    /** The names in the first column of the table in their document. */
    private static List<String> workers() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/workers.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> WORKER.matcher(line.split("\\|", 3)[1]).results())
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
