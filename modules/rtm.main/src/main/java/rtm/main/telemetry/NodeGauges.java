package rtm.main.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Node;
import rtm.domain.model.NodeState;

/** How many nodes there are; for a process among several. */
public final class NodeGauges implements AutoCloseable {

    private static final AttributeKey<String> STATE = AttributeKey.stringKey("state");

    private final Supplier<List<Node>> nodes;
    private final ObservableLongGauge gauge;

    /**
     * Reports from now on.
     *
     * @param nodes all nodes; asked at each export, with a deadline of its own
     */
    public NodeGauges(Meter meter, Supplier<List<Node>> nodes) {
        this.nodes = nodes;
        gauge =
                meter.gaugeBuilder("rtmanager.nodes")
                        .ofLongs()
                        .setUnit("{node}")
                        .setDescription("Nodes by their state")
                        .buildWithCallback(this::report);
    }

    private void report(ObservableLongMeasurement into) {
        List<Node> all;
        try {
            all = nodes.get();
        } catch (DependencyUnavailableException _) {
            // What cannot be read is not reported.
            return;
        }
        Arrays.stream(NodeState.values())
                .forEach(state ->
                        into.record(
                                all.stream().filter(node -> node.state() == state).count(),
                                Attributes.of(STATE, state.wire())));
    }

    @Override
    public void close() {
        gauge.close();
    }
}
