package rtm.main.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rtm.domain.model.JobStream;
import rtm.testkit.document.DescribedMetric;
import rtm.testkit.document.SeenMetrics;

/**
 * The document of the metrics agrees with the code. Each module's {@code *MetricsDocumentTest}
 * compares its meter's real metrics; this test compares the gauges, and checks that nothing is
 * missing on either side.
 */
class TelemetryDocumentTest {

    private static final Path MODULES = Path.of("..");
    private static final Pattern INSTRUMENT =
            Pattern.compile("\\b(?:\\w+Builder\\(|gauge\\(\\s*meter,)\\s*\"(rtmanager\\.[^\"]+)\"");

    @Test
    void theGaugesAreWhatTheDocumentSays() throws IOException {
        try (SeenMetrics seen = new SeenMetrics();
                Gauges _ =
                        new Gauges(
                                seen.telemetry().getMeter("rtm.main"),
                                SampleStatus::seen,
                                () -> true);
                NodeGauges _ = new NodeGauges(seen.telemetry().getMeter("rtm.main"), List::of)) {
            assertThat(seen.described())
                    .containsExactlyInAnyOrderElementsOf(DescribedMetric.documented("rtm.main"));
        }
    }

    @Test
    void everyInstrumentOfTheSourcesIsInTheDocumentAndNoOther() throws IOException {
        assertThat(DescribedMetric.documented().stream().map(DescribedMetric::name))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(instruments());
    }

    @Test
    void everyMeterOfTheDocumentIsAModuleWithATestOfItsOwn() throws IOException {
        Set<String> meters =
                DescribedMetric.documented().stream()
                        .map(DescribedMetric::meter)
                        .collect(Collectors.toCollection(TreeSet::new));
        meters.remove("rtm.main");
        for (String meter : meters) {
            try (Stream<Path> tests = Files.walk(MODULES.resolve(meter).resolve("src/test/java"))) {
                assertThat(tests)
                        .as(meter)
                        .anyMatch(test -> test.toString().endsWith("MetricsDocumentTest.java"));
            }
        }
    }

    private static Set<String> instruments() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path source : sources()) {
            INSTRUMENT
                    .matcher(Files.readString(source))
                    .results()
                    .flatMap(found -> spelledOut(found.group(1)))
                    .forEach(names::add);
        }
        return names;
    }

    /** A name with a placeholder stands for one metric per job stream. */
    private static Stream<String> spelledOut(String name) {
        return name.contains("%s")
                ? Arrays.stream(JobStream.values()).map(stream -> name.formatted(stream.wire()))
                : Stream.of(name);
    }

    private static Iterable<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MODULES)) {
            return files.filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
    }
}
