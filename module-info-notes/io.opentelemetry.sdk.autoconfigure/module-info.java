/** Has a name in its manifest but no descriptor; the services are those of META-INF/services. */
module io.opentelemetry.sdk.autoconfigure {
    requires transitive io.opentelemetry.sdk.autoconfigure.spi;
    requires java.logging;

    exports io.opentelemetry.sdk.autoconfigure;
    exports io.opentelemetry.sdk.autoconfigure.internal;

    provides io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider with
            io.opentelemetry.sdk.autoconfigure.ServiceInstanceIdResourceProvider,
            io.opentelemetry.sdk.autoconfigure.EnvironmentResourceProvider;
}
