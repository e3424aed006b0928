package rtm.docker.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import rtm.testkit.document.DescribedMetric;
import rtm.testkit.document.SeenMetrics;

/** The metrics of this module are those that the document describes. */
class DockerMetricsDocumentTest {

    @Test
    void theMetricsAreThoseOfTheDocument() throws Exception {
        try (SeenMetrics seen = new SeenMetrics()) {
            new CallTelemetry(seen.telemetry())
                    .start("start container")
                    .end(CompletableFuture.completedFuture("started"));

            assertThat(seen.described())
                    .containsExactlyInAnyOrderElementsOf(DescribedMetric.documented("rtm.docker"));
        }
    }
}
