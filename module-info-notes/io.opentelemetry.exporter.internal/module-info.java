/** jdk.unsupported is for sun.misc.Unsafe, which is used if available. */
module io.opentelemetry.exporter.internal {
    requires io.opentelemetry.api;
    requires io.opentelemetry.sdk.common;
    requires io.opentelemetry.sdk.metrics;
    requires java.logging;
    requires jdk.unsupported;
    requires static com.fasterxml.jackson.core;
    requires static io.opentelemetry.sdk.autoconfigure.spi;

    exports io.opentelemetry.exporter.internal;
    exports io.opentelemetry.exporter.internal.grpc;
    exports io.opentelemetry.exporter.internal.marshal;
    exports io.opentelemetry.exporter.internal.metrics;
}
