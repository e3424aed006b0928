package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.http.client.OtherNodes;
import rtm.testkit.document.DescribedMetric;
import rtm.testkit.document.SeenMetrics;

/** The metrics of this module are those that the document describes. */
class HttpMetricsDocumentTest {

    @Test
    void theMetricsAreThoseOfTheDocument() throws Exception {
        FakePlaces places = new FakePlaces();
        places.put("g2", FakePlaces.node(2, NodeState.OPEN, Optional.empty()));
        OtherNodes nodes = new OtherNodes(NodeId.FIRST, "vm-1", places, Duration.ofSeconds(1));
        try (SeenMetrics seen = new SeenMetrics();
                Served served = new Served();
                HttpServer server =
                        HttpServer.open(
                                Served.settings(),
                                served.backend(Optional.of(nodes)),
                                seen.telemetry())) {
            RawHttpClient.ask(
                    server.port(),
                    "GET " + Served.RUNTIMES + "/g2/logs HTTP/1.1\r\nHost: h\r\n\r\n");

            assertThat(seen.described())
                    .containsExactlyInAnyOrderElementsOf(DescribedMetric.documented("rtm.http"));
        }
    }
}
