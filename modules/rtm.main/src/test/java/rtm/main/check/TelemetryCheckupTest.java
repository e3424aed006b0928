package rtm.main.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rtm.main.check.Finding.Level;
import rtm.main.settings.TelemetrySettings;
import rtm.main.telemetry.BootFailure;

class TelemetryCheckupTest {

    @Test
    void nothingSaidIsNothingExportedAndFine() {
        assertThat(look(Map.of()))
                .containsExactly(Finding.ok("telemetry", "traces=none metrics=none"));
    }

    @Test
    void anEndpointAloneIsAWarning() {
        assertThat(
                        look(
                                Map.of(
                                        "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
                                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317",
                                        "OTEL_SERVICE_NAME", "ours")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.WARN);
                    assertThat(finding.found())
                            .isEqualTo(
                                    "nothing is exported, although OTEL_EXPORTER_OTLP_ENDPOINT,"
                                            + " OTEL_EXPORTER_OTLP_PROTOCOL names a destination");
                    assertThat(finding.advice()).contains("OTEL_TRACES_EXPORTER=otlp");
                });
    }

    @Test
    void anExplicitNoneOrADisabledSdkIsRespected() {
        Map<String, String> endpoint = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://nowhere:1");
        for (Map<String, String> said :
                List.of(
                        Map.of("OTEL_TRACES_EXPORTER", "none"),
                        Map.of("OTEL_SDK_DISABLED", "true"))) {
            Map<String, String> all = new HashMap<>(endpoint);
            all.putAll(said);
            assertThat(look(all)).extracting(Finding::level).containsExactly(Level.OK);
        }
    }

    @Test
    void whatIsExportedHasToMakeSense() {
        assertThatThrownBy(() ->
                        look(
                                Map.of(
                                        "OTEL_METRICS_EXPORTER", "otlp",
                                        "OTEL_EXPORTER_OTLP_PROTOCOL", "morse")))
                .isInstanceOf(BootFailure.class);
    }

    private static List<Finding> look(Map<String, String> environment) {
        return new TelemetryCheckup(new TelemetrySettings(false, false), environment).run();
    }
}
