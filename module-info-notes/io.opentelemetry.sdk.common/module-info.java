/** Has a name in its manifest but no descriptor. */
module io.opentelemetry.sdk.common {
    requires transitive io.opentelemetry.api;
    requires java.logging;

    exports io.opentelemetry.sdk.common;
    exports io.opentelemetry.sdk.common.export;
    exports io.opentelemetry.sdk.common.internal;
    exports io.opentelemetry.sdk.resources;
    exports io.opentelemetry.sdk.resources.internal;
}
