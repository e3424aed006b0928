/** Exports its internal and shaded packages too: the SDK calls them. */
module io.opentelemetry.context {
    requires transitive io.opentelemetry.common;
    requires java.logging;

    exports io.opentelemetry.context;
    exports io.opentelemetry.context.internal.shaded;
    exports io.opentelemetry.context.propagation;
    exports io.opentelemetry.context.propagation.internal;
}
