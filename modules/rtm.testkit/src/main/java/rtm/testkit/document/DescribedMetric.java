package rtm.testkit.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The description of a metric without its values: from docs/telemetry.md, or as it was exported.
 *
 * @param name its name
 * @param meter its meter, named like its module
 * @param kind {@code counter}, {@code gauge} or {@code histogram}
 * @param unit its unit
 * @param attributes the names of its attributes
 */
public record DescribedMetric(
        String name, String meter, String kind, String unit, Set<String> attributes) {

    private static final Path DOCUMENT = Path.of("../../docs/telemetry.md");
    private static final int COLUMNS = 6;

    /** Every metric that the document describes, in its order. */
    public static List<DescribedMetric> documented() throws IOException {
        List<DescribedMetric> metrics =
                Files.readAllLines(DOCUMENT).stream()
                        .filter(line -> line.startsWith("| `rtmanager."))
                        .map(DescribedMetric::row)
                        .toList();
        if (metrics.isEmpty()) {
            throw new AssertionError("no table of metrics in " + DOCUMENT);
        }
        return metrics;
    }

    /** The documented metrics of one meter. */
    public static List<DescribedMetric> documented(String meter) throws IOException {
        return documented().stream().filter(metric -> metric.meter().equals(meter)).toList();
    }

    private static DescribedMetric row(String line) {
        List<String> cells =
                Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                        .map(cell -> cell.replace("`", "").strip())
                        .toList();
        if (cells.size() != COLUMNS) {
            throw new AssertionError("not %d columns: %s".formatted(COLUMNS, line));
        }
        return new DescribedMetric(
                cells.get(0),
                cells.get(1),
                cells.get(2),
                cells.get(3),
                Arrays.stream(cells.get(4).split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
