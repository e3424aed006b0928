package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import rtm.testkit.DescribedMetric;
import rtm.testkit.SeenMetrics;

/** The metrics of this module are those that the document describes. */
class DocumentedMetricsTest {

    @Test
    void theyAreWhatTheDocumentSays() throws Exception {
        try (SeenMetrics seen = new SeenMetrics()) {
            new CallTelemetry(seen.telemetry())
                    .begin("start container")
                    .end(CompletableFuture.completedFuture("started"));

            assertThat(seen.described())
                    .containsExactlyInAnyOrderElementsOf(DescribedMetric.documented("rtm.docker"));
        }
    }
}
