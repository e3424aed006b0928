/** Has a name in its manifest but no descriptor; the exporter calls the generated OTLP packages. */
module io.opentelemetry.exporter.internal.otlp {
    requires io.opentelemetry.exporter.internal;
    requires io.opentelemetry.sdk.common;
    requires io.opentelemetry.sdk.logs;
    requires io.opentelemetry.sdk.metrics;
    requires io.opentelemetry.sdk.trace;

    exports io.opentelemetry.exporter.internal.otlp;
    exports io.opentelemetry.exporter.internal.otlp.logs;
    exports io.opentelemetry.exporter.internal.otlp.metrics;
    exports io.opentelemetry.exporter.internal.otlp.traces;
    exports io.opentelemetry.proto.collector.logs.v1.internal;
    exports io.opentelemetry.proto.collector.metrics.v1.internal;
    exports io.opentelemetry.proto.collector.profiles.v1development.internal;
    exports io.opentelemetry.proto.collector.trace.v1.internal;
    exports io.opentelemetry.proto.common.v1.internal;
    exports io.opentelemetry.proto.logs.v1.internal;
    exports io.opentelemetry.proto.metrics.v1.internal;
    exports io.opentelemetry.proto.profiles.v1development.internal;
    exports io.opentelemetry.proto.resource.v1.internal;
    exports io.opentelemetry.proto.trace.v1.internal;
}
