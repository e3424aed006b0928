/**
 * The program: reads the settings, wires the modules, starts and stops them in order, and sets up
 * telemetry. The only module that requires all others; no module requires it, so it exports
 * nothing.
 *
 * @uses the extension points of the OpenTelemetry SDK: the SDK itself looks them up from a module
 *     that cannot see their types
 */
module rtm.main {
    // From here to the blank line: only for rtm.main.training.
    requires com.fasterxml.jackson.core;
    requires com.zaxxer.hikari;
    requires dsl.json;
    requires java.sql;
    requires lettuce.core;
    requires org.postgresql.jdbc;
    requires undertow.core;
    requires info.picocli;
    requires io.opentelemetry.api;
    requires io.opentelemetry.common;
    requires io.opentelemetry.context;
    requires io.opentelemetry.exporter.logging;
    requires io.opentelemetry.exporter.otlp;
    // Loaded as a service: the client that sends OTLP over gRPC and HTTP.
    requires io.opentelemetry.exporter.sender.okhttp.internal;
    requires io.opentelemetry.sdk;
    requires io.opentelemetry.sdk.autoconfigure;
    requires io.opentelemetry.sdk.autoconfigure.spi;
    requires io.opentelemetry.sdk.common;
    // The preflight checks whether the service already runs.
    requires java.net.http;
    // Redirects libraries that use the JDK's logging to the common log.
    requires java.logging;
    // Operating system signals, used by reflection.
    requires jdk.unsupported;
    // Loaded as a service: the log writer behind the logging API.
    requires org.slf4j.simple;
    requires rtm.docker;
    requires rtm.domain;
    requires rtm.http;
    requires rtm.store;
    requires rtm.streams;
    requires rtm.workers;
    requires static org.jspecify;

    opens rtm.main.client to
            info.picocli;

    uses io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
    uses io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider;
    uses io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider;
    uses io.opentelemetry.sdk.autoconfigure.spi.internal.AutoConfigureListener;
    uses io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
    uses io.opentelemetry.sdk.autoconfigure.spi.internal.ConfigurableMetricReaderProvider;
    uses io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider;
    uses io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
    uses io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSamplerProvider;
    uses io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
    uses io.opentelemetry.sdk.common.export.GrpcSenderProvider;
    uses io.opentelemetry.sdk.common.export.HttpSenderProvider;
}
