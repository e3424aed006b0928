/** Has a name in its manifest but no descriptor; the services are those of META-INF/services. */
module io.opentelemetry.exporter.logging {
    requires io.opentelemetry.sdk;
    requires java.logging;
    requires static io.opentelemetry.sdk.autoconfigure.spi;

    exports io.opentelemetry.exporter.logging;
    exports io.opentelemetry.exporter.logging.internal;

    provides io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider with
            io.opentelemetry.exporter.logging.internal.ConsoleMetricExporterComponentProvider,
            io.opentelemetry.exporter.logging.internal.ConsoleSpanExporterComponentProvider,
            io.opentelemetry.exporter.logging.internal.ConsoleLogRecordExporterComponentProvider;
    provides io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider with
            io.opentelemetry.exporter.logging.internal.LoggingLogRecordExporterProvider,
            io.opentelemetry.exporter.logging.internal.ConsoleLogRecordExporterProvider;
    provides io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider with
            io.opentelemetry.exporter.logging.internal.LoggingMetricExporterProvider,
            io.opentelemetry.exporter.logging.internal.ConsoleMetricExporterProvider;
    provides io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider with
            io.opentelemetry.exporter.logging.internal.LoggingSpanExporterProvider,
            io.opentelemetry.exporter.logging.internal.ConsoleSpanExporterProvider;
}
