package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.InMemoryEventStreams;
import rtm.domain.model.GameId;
import rtm.domain.model.JobStream;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;
import rtm.domain.port.Outbox;
import rtm.testkit.document.DescribedMetric;
import rtm.testkit.document.SeenMetrics;
import rtm.workers.loop.Trigger;
import rtm.workers.loop.WorkerMetrics;

/** The metrics of this module are those that the document describes. */
class WorkersMetricsDocumentTest {

    @Test
    void theyMatchTheDocument() throws Exception {
        try (SeenMetrics seen = new SeenMetrics()) {
            WorkerMetrics metrics = new WorkerMetrics(seen.telemetry());
            metrics.malformed(JobStream.START_JOBS);
            metrics.discontinuity(JobStream.START_JOBS, "trimmed");
            metrics.lost(JobStream.START_JOBS, 1);
            metrics.drift("adopt");
            metrics.unannounced("adopt", Trigger.INTERVAL);
            metrics.restarted("reconciler");
            metrics.eventSkipped();
            metrics.nodeLost();
            publishAHealthEvent(seen.telemetry());

            assertThat(seen.described())
                    .containsExactlyInAnyOrderElementsOf(DescribedMetric.documented("rtm.workers"));
        }
    }

    private static void publishAHealthEvent(OpenTelemetry telemetry) {
        new OutboxRelay(new OneEvent(), new InMemoryEventStreams(), telemetry)
                .flush(Duration.ofSeconds(10));
    }

    /** An outbox in which a health event waits. */
    private static final class OneEvent implements Outbox {
        private final List<OutboxMessage> waiting =
                new ArrayList<>(
                        List.of(
                                new OutboxMessage(
                                        new MessageId(new UUID(0, 1)),
                                        "runtime:health_events",
                                        new GameId("g1"),
                                        new LinkedHashMap<>(
                                                Map.of("event_type", "container_started")))));

        @Override
        public List<OutboxMessage> pending(Set<String> withoutStreams, int limit) {
            return List.copyOf(waiting);
        }

        @Override
        public void published(List<OutboxMessage> messages) {
            waiting.removeAll(messages);
        }
    }
}
