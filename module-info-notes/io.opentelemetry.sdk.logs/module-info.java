/** Open, because autoconfigure uses its internals by reflection. */
open module io.opentelemetry.sdk.logs {
    requires transitive io.opentelemetry.sdk.common;
    requires java.logging;

    exports io.opentelemetry.sdk.logs;
    exports io.opentelemetry.sdk.logs.data;
    exports io.opentelemetry.sdk.logs.export;
    exports io.opentelemetry.sdk.logs.internal;
}
