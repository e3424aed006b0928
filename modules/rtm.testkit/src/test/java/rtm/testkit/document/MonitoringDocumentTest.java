package rtm.testkit.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The alerts, the dashboard, the runbook and the document of the metrics agree. What the alerts do
 * is tested with promtool, by scripts/test.
 */
class MonitoringDocumentTest {

    private static final Path FOLDER = Path.of("../../docs/monitoring");
    private static final Path RUNBOOK = Path.of("../../docs/runbook.md");
    private static final Pattern SERIES = Pattern.compile("\\b(rtmanager_\\w+)(?:\\{([^}]*)\\})?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
    private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");

    private static JsonNode yaml(String name) throws IOException {
        return new YAMLMapper().readTree(FOLDER.resolve(name).toFile());
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts =
                yaml("alerts.yml")
                        .path("groups")
                        .valueStream()
                        .flatMap(group -> group.path("rules").valueStream())
                        .toList();
        assertThat(alerts).isNotEmpty();
        return alerts;
    }

    private static List<JsonNode> panels() throws IOException {
        return new JsonMapper()
                .readTree(FOLDER.resolve("dashboard.json").toFile())
                .path("panels")
                .valueStream()
                .toList();
    }

    private static List<String> expressions() throws IOException {
        return Stream.concat(
                        alerts().stream().map(alert -> alert.path("expr").asText()),
                        panels().stream()
                                .flatMap(panel -> panel.path("targets").valueStream())
                                .map(target -> target.path("expr").asText()))
                .toList();
    }

    private static Map<String, Set<String>> labels() throws IOException {
        return DescribedMetric.documented().stream()
                .flatMap(metric ->
                        PrometheusName.of(metric).stream()
                                .map(name -> Map.entry(name, PrometheusName.labels(metric))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void everyMetricAndLabelOfAlertsAndDashboardIsDocumented() throws IOException {
        Map<String, Set<String>> known = labels();
        for (String expression : expressions()) {
            List<MatchResult> series = SERIES.matcher(expression).results().toList();
            assertThat(series).as(expression).isNotEmpty();
            for (MatchResult one : series) {
                assertThat(known).as(expression).containsKey(one.group(1));
                assertThat(known.get(one.group(1)))
                        .as(expression)
                        .containsAll(
                                LABEL.matcher(one.group(2) == null ? "" : one.group(2))
                                        .results()
                                        .map(label -> label.group(1))
                                        .toList())
                        .containsAll(groups(expression));
            }
        }
    }

    private static List<String> groups(String expression) {
        return BY.matcher(expression)
                .results()
                .flatMap(by -> Stream.of(by.group(1).split(", *", -1)))
                .toList();
    }

    @Test
    void everyMetricIsOnTheDashboard() throws IOException {
        String shown = panels().stream().map(JsonNode::toString).collect(Collectors.joining("\n"));
        for (DescribedMetric metric : DescribedMetric.documented()) {
            assertThat(PrometheusName.of(metric)).as(metric.name()).anyMatch(shown::contains);
        }
    }

    @Test
    void theDashboardHasItsRowsAndEachPanelTakesTheChosenSource() throws IOException {
        List<JsonNode> panels = panels();
        assertThat(panels.stream().filter(panel -> panel.path("type").asText().equals("row")))
                .extracting(panel -> panel.path("title").asText())
                .containsExactly("Overview", "Games", "Jobs", "Dependencies", "Docker", "Process");
        assertThat(panels.stream().filter(panel -> panel.has("targets")))
                .isNotEmpty()
                .allSatisfy(panel ->
                        assertThat(panel.at("/datasource/uid").asText())
                                .isEqualTo("${datasource}"));
        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
    }

    @Test
    void everyAlertSaysWhatToTypeAndNamesAPageOfTheRunbook() throws IOException {
        List<String> incidents = Markdown.read(RUNBOOK).anchorsBelow("## Incidents");
        for (JsonNode alert : alerts()) {
            JsonNode notes = alert.path("annotations");
            assertThat(notes.path("summary").asText()).as(alert.toString()).isNotBlank();
            assertThat(notes.path("description").asText())
                    .as(alert.toString())
                    .startsWith("Type first: ");
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
            assertThat(incidents).contains(page(alert));
        }
    }

    @Test
    void everyAlertIsPlayedBothFiringAndQuiet() throws IOException {
        List<JsonNode> played =
                yaml("alerts_test.yml")
                        .path("tests")
                        .valueStream()
                        .flatMap(test -> test.path("alert_rule_test").valueStream())
                        .toList();
        for (boolean quiet : List.of(true, false)) {
            assertThat(
                            played.stream()
                                    .filter(one -> one.path("exp_alerts").isEmpty() == quiet)
                                    .map(one -> one.path("alertname").asText())
                                    .collect(Collectors.toSet()))
                    .as("quiet: " + quiet)
                    .containsExactlyInAnyOrderElementsOf(
                            alerts().stream().map(alert -> alert.path("alert").asText()).toList());
        }
    }

    @Test
    void everyIncidentOfTheRunbookHasItsAlertsInTheTable() throws IOException {
        Map<String, String> table =
                Markdown.read(FOLDER.resolve("README.md")).links().stream()
                        .filter(link -> link.target().startsWith("../runbook.md#"))
                        .collect(
                                Collectors.toMap(
                                        link -> link.target().replaceFirst(".*#", ""),
                                        Markdown.Link::line));
        assertThat(table.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Markdown.read(RUNBOOK).anchorsBelow("## Incidents"));
        for (JsonNode alert : alerts()) {
            assertThat(table.get(page(alert))).contains("`" + alert.path("alert").asText() + "`");
        }
        assertThat(table.values())
                .allMatch(line -> line.contains("`Rtmanager") || line.contains("none of its own"));
    }

    private static String page(JsonNode alert) {
        return alert.at("/annotations/runbook").asText().replaceFirst("^runbook\\.md#", "");
    }
}
