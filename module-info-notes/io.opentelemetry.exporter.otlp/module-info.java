/** Has a name in its manifest but no descriptor; the services are those of META-INF/services. */
module io.opentelemetry.exporter.otlp {
    requires io.opentelemetry.exporter.internal;
    requires io.opentelemetry.exporter.internal.otlp;
    requires transitive io.opentelemetry.sdk;
    requires java.logging;
    requires static io.opentelemetry.sdk.autoconfigure.spi;

    exports io.opentelemetry.exporter.otlp.all.internal;
    exports io.opentelemetry.exporter.otlp.http.logs;
    exports io.opentelemetry.exporter.otlp.http.metrics;
    exports io.opentelemetry.exporter.otlp.http.trace;
    exports io.opentelemetry.exporter.otlp.internal;
    exports io.opentelemetry.exporter.otlp.logs;
    exports io.opentelemetry.exporter.otlp.metrics;
    exports io.opentelemetry.exporter.otlp.trace;

    provides io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider with
            io.opentelemetry.exporter.otlp.internal.OtlpHttpMetricExporterComponentProvider,
            io.opentelemetry.exporter.otlp.internal.OtlpHttpSpanExporterComponentProvider,
            io.opentelemetry.exporter.otlp.internal.OtlpHttpLogRecordExporterComponentProvider,
            io.opentelemetry.exporter.otlp.internal.OtlpGrpcMetricExporterComponentProvider,
            io.opentelemetry.exporter.otlp.internal.OtlpGrpcSpanExporterComponentProvider,
            io.opentelemetry.exporter.otlp.internal.OtlpGrpcLogRecordExporterComponentProvider;
    provides io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider with
            io.opentelemetry.exporter.otlp.internal.OtlpLogRecordExporterProvider;
    provides io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider with
            io.opentelemetry.exporter.otlp.internal.OtlpMetricExporterProvider;
    provides io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider with
            io.opentelemetry.exporter.otlp.internal.OtlpSpanExporterProvider;
}
