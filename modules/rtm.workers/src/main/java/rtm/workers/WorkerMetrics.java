package rtm.workers;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import rtm.domain.model.JobStream;

/** What the workers count, and the spans that they make. */
final class WorkerMetrics {

    private static final AttributeKey<String> STREAM = AttributeKey.stringKey("stream");
    private static final AttributeKey<String> KIND = AttributeKey.stringKey("kind");
    private static final AttributeKey<String> OCCASION = AttributeKey.stringKey("occasion");
    private static final AttributeKey<String> WORKER = AttributeKey.stringKey("worker");

    private final LongCounter malformed;
    private final LongCounter discontinuities;
    private final LongCounter restarts;
    private final MessageSpans spans;
    private final LongCounter drift;
    private final LongCounter untold;
    private final LongCounter skippedEvents;

    WorkerMetrics(OpenTelemetry telemetry) {
        Meter meter = telemetry.getMeter("rtm.workers");
        this.spans = new MessageSpans(telemetry);
        this.malformed =
                meter.counterBuilder("rtmanager.jobs.malformed")
                        .setDescription(
                                "Entries of the job streams that could not be read as a job")
                        .setUnit("{entry}")
                        .build();
        this.discontinuities =
                meter.counterBuilder("rtmanager.jobs.stream_discontinuities")
                        .setDescription(
                                "Times that a job stream was trimmed or lost under its reader")
                        .setUnit("{time}")
                        .build();
        this.restarts =
                meter.counterBuilder("rtmanager.worker.restarts")
                        .setDescription("Times that a worker failed and was begun again")
                        .setUnit("{time}")
                        .build();
        this.drift =
                meter.counterBuilder("rtmanager.reconcile_drift")
                        .setDescription("Times that a record and its containers disagreed")
                        .setUnit("{drift}")
                        .build();
        this.untold =
                meter.counterBuilder("rtmanager.reconcile_drift_untold")
                        .setDescription("Drift that a comparison found and no event had told of")
                        .setUnit("{drift}")
                        .build();
        this.skippedEvents =
                meter.counterBuilder("rtmanager.docker_events.skipped")
                        .setDescription("Events of Docker that could not be read")
                        .setUnit("{event}")
                        .build();
    }

    MessageSpans spans() {
        return spans;
    }

    void malformed(JobStream stream) {
        malformed.add(1, Attributes.of(STREAM, stream.wire()));
    }

    void discontinuity(JobStream stream, String kind) {
        discontinuities.add(1, Attributes.of(STREAM, stream.wire(), KIND, kind));
    }

    void drift(String kind) {
        drift.add(1, Attributes.of(KIND, kind));
    }

    void untold(String kind, Trigger occasion) {
        untold.add(1, Attributes.of(KIND, kind, OCCASION, occasion.wire()));
    }

    void eventSkipped() {
        skippedEvents.add(1);
    }

    void restarted(String worker) {
        restarts.add(1, Attributes.of(WORKER, worker));
    }
}
