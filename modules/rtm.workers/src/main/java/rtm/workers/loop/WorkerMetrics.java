package rtm.workers.loop;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import rtm.domain.model.JobStream;

/** The counters and spans of the workers. */
public final class WorkerMetrics {

    private static final AttributeKey<String> STREAM = AttributeKey.stringKey("stream");
    private static final AttributeKey<String> KIND = AttributeKey.stringKey("kind");
    private static final AttributeKey<String> OCCASION = AttributeKey.stringKey("occasion");
    private static final AttributeKey<String> WORKER = AttributeKey.stringKey("worker");

    private final LongCounter malformed;
    private final LongCounter discontinuities;
    private final LongCounter lost;
    private final LongCounter restarts;
    private final MessageSpans spans;
    private final LongCounter drift;
    private final LongCounter unannounced;
    private final LongCounter skippedEvents;
    private final LongCounter lostNodes;

    public WorkerMetrics(OpenTelemetry telemetry) {
        Meter meter = telemetry.getMeter("rtm.workers");
        this.spans = new MessageSpans(telemetry);
        this.malformed =
                meter.counterBuilder("rtmanager.jobs.malformed")
                        .setDescription("Entries that are not a valid job")
                        .setUnit("{entry}")
                        .build();
        this.discontinuities =
                meter.counterBuilder("rtmanager.jobs.stream_discontinuities")
                        .setDescription(
                                "Job streams that were trimmed or lost while they were read")
                        .setUnit("{time}")
                        .build();
        this.lost =
                meter.counterBuilder("rtmanager.jobs.lost")
                        .setDescription("Entries that were removed before they were read")
                        .setUnit("{entry}")
                        .build();
        this.restarts =
                meter.counterBuilder("rtmanager.worker.restarts")
                        .setDescription("Workers that failed and were started again")
                        .setUnit("{time}")
                        .build();
        this.drift =
                meter.counterBuilder("rtmanager.reconcile_drift")
                        .setDescription("Drifts: records and containers that disagreed")
                        .setUnit("{drift}")
                        .build();
        this.unannounced =
                meter.counterBuilder("rtmanager.reconcile_drift_untold")
                        .setDescription("Drifts that no Docker event had announced")
                        .setUnit("{drift}")
                        .build();
        this.skippedEvents =
                meter.counterBuilder("rtmanager.docker_events.skipped")
                        .setDescription("Docker events that could not be read")
                        .setUnit("{event}")
                        .build();
        this.lostNodes =
                meter.counterBuilder("rtmanager.node_lost")
                        .setDescription("Nodes that had no process for too long")
                        .setUnit("{time}")
                        .build();
    }

    public MessageSpans spans() {
        return spans;
    }

    public void malformed(JobStream stream) {
        malformed.add(1, Attributes.of(STREAM, stream.wire()));
    }

    public void discontinuity(JobStream stream, String kind) {
        discontinuities.add(1, Attributes.of(STREAM, stream.wire(), KIND, kind));
    }

    public void lost(JobStream stream, long entries) {
        lost.add(entries, Attributes.of(STREAM, stream.wire()));
    }

    public void drift(String kind) {
        drift.add(1, Attributes.of(KIND, kind));
    }

    public void unannounced(String kind, Trigger trigger) {
        unannounced.add(1, Attributes.of(KIND, kind, OCCASION, trigger.wire()));
    }

    public void eventSkipped() {
        skippedEvents.add(1);
    }

    /** A node is lost. */
    public void nodeLost() {
        lostNodes.add(1);
    }

    public void restarted(String worker) {
        restarts.add(1, Attributes.of(WORKER, worker));
    }
}
