/** Open, because autoconfigure uses its internals by reflection. */
open module io.opentelemetry.sdk {
    requires transitive io.opentelemetry.sdk.common;
    requires transitive io.opentelemetry.sdk.logs;
    requires transitive io.opentelemetry.sdk.metrics;
    requires transitive io.opentelemetry.sdk.trace;
    requires java.logging;

    exports io.opentelemetry.sdk;
    exports io.opentelemetry.sdk.internal;
}
