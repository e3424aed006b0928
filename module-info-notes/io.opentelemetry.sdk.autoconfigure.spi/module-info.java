/** Has a name in its manifest but no descriptor. */
module io.opentelemetry.sdk.autoconfigure.spi {
    requires transitive io.opentelemetry.sdk;

    exports io.opentelemetry.sdk.autoconfigure.spi;
    exports io.opentelemetry.sdk.autoconfigure.spi.internal;
    exports io.opentelemetry.sdk.autoconfigure.spi.logs;
    exports io.opentelemetry.sdk.autoconfigure.spi.metrics;
    exports io.opentelemetry.sdk.autoconfigure.spi.traces;
}
