/** The only sender that supports both gRPC and HTTP. */
module io.opentelemetry.exporter.sender.okhttp.internal {
    requires io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires io.opentelemetry.exporter.internal;
    requires io.opentelemetry.sdk.common;
    requires java.logging;
    requires okhttp3;
    requires okio;

    provides io.opentelemetry.sdk.common.export.GrpcSenderProvider with
            io.opentelemetry.exporter.sender.okhttp.internal.OkHttpGrpcSenderProvider;
    provides io.opentelemetry.sdk.common.export.HttpSenderProvider with
            io.opentelemetry.exporter.sender.okhttp.internal.OkHttpHttpSenderProvider;
}
