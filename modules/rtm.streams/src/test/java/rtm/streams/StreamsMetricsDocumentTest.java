package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import rtm.testkit.document.DescribedMetric;
import rtm.testkit.document.SeenMetrics;

/** The metrics of this module are those that the document describes. */
class StreamsMetricsDocumentTest {

    @Test
    void theMetricsAreThoseOfTheDocument() throws Exception {
        try (SeenMetrics seen = new SeenMetrics()) {
            new LeaseTelemetry(seen.telemetry(), InstantSource.system())
                    .waited(Duration.ofMillis(3), true);

            assertThat(seen.described())
                    .containsExactlyInAnyOrderElementsOf(DescribedMetric.documented("rtm.streams"));
        }
    }
}
