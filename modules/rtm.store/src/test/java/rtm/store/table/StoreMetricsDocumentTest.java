package rtm.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Verdict;
import rtm.testkit.document.DescribedMetric;
import rtm.testkit.document.SeenMetrics;

/** The metrics of this module are those that the document describes. */
class StoreMetricsDocumentTest {

    @Test
    void theMetricsAreThoseOfTheDocument() throws Exception {
        try (SeenMetrics seen = new SeenMetrics()) {
            new OperationFigures(seen.telemetry()).closed(restarted());
            new RowReader(seen.telemetry())
                    .report(
                            new RowReader.Table<>("outbox", "position", row -> row),
                            "1",
                            "g1",
                            new IllegalArgumentException("as the test says"));

            assertThat(seen.described())
                    .containsExactlyInAnyOrderElementsOf(DescribedMetric.documented("rtm.store"));
        }
    }

    private static Completion restarted() {
        Instant noon = Instant.parse("2026-01-02T12:00:00Z");
        return new Completion(
                new OpenOperation(
                        1,
                        new OperationId(new UUID(0, 1)),
                        new GameId("g1"),
                        NodeId.FIRST,
                        OperationKind.RESTART,
                        OperationSource.ADMIN_REST,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new BootId(new UUID(0, 2)),
                        noon),
                new Verdict.Done(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                noon);
    }
}
