/** Open, because autoconfigure uses its internals by reflection. */
open module io.opentelemetry.sdk.metrics {
    requires transitive io.opentelemetry.sdk.common;
    requires java.logging;

    exports io.opentelemetry.sdk.metrics;
    exports io.opentelemetry.sdk.metrics.data;
    exports io.opentelemetry.sdk.metrics.export;
    exports io.opentelemetry.sdk.metrics.internal;
    exports io.opentelemetry.sdk.metrics.internal.aggregator;
    exports io.opentelemetry.sdk.metrics.internal.concurrent;
    exports io.opentelemetry.sdk.metrics.internal.data;
    exports io.opentelemetry.sdk.metrics.internal.debug;
    exports io.opentelemetry.sdk.metrics.internal.descriptor;
    exports io.opentelemetry.sdk.metrics.internal.exemplar;
    exports io.opentelemetry.sdk.metrics.internal.export;
    exports io.opentelemetry.sdk.metrics.internal.state;
    exports io.opentelemetry.sdk.metrics.internal.view;
}
