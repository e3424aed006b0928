package rtm.store;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import rtm.store.dsn.Dsn;
import rtm.store.dsn.DsnParameters;

/**
 * Creates a client span for every statement within a trace, by the stable conventions for
 * databases. Statements outside a trace, mostly periodic checks, get no span.
 */
final class StatementSpans {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");
    private static final AttributeKey<String> OPERATION =
            AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<String> TABLE = AttributeKey.stringKey("db.collection.name");
    private static final AttributeKey<String> SUMMARY = AttributeKey.stringKey("db.query.summary");
    private static final AttributeKey<String> TEXT = AttributeKey.stringKey("db.query.text");
    private static final AttributeKey<String> STATUS =
            AttributeKey.stringKey("db.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");

    private final Tracer tracer;
    private final Dsn dsn;
    private final Map<String, SqlSummary> summaries = new ConcurrentHashMap<>();

    StatementSpans(OpenTelemetry telemetry, Dsn dsn) {
        this.tracer = telemetry.getTracer("rtm.store");
        this.dsn = dsn;
    }

    /** The connection; within a trace, a proxy that creates spans. */
    Connection watch(Connection connection) {
        return Span.current().isRecording()
                ? proxy(
                        Connection.class,
                        (method, arguments) -> onConnection(connection, method, arguments))
                : connection;
    }

    private @Nullable Object onConnection(
            Connection connection, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "commit" ->
                    within(
                            builder("COMMIT").setAttribute(OPERATION, "COMMIT").startSpan(),
                            connection,
                            method,
                            arguments);
            case "prepareStatement" ->
                    watched(
                            (PreparedStatement) invoke(connection, method, arguments),
                            String.valueOf(arguments == null ? "" : arguments[0]));
            default -> invoke(connection, method, arguments);
        };
    }

    private PreparedStatement watched(@Nullable Object statement, String sql) {
        return proxy(
                PreparedStatement.class,
                (method, arguments) ->
                        method.getName().startsWith("execute")
                                ? within(span(sql), statement, method, arguments)
                                : invoke(statement, method, arguments));
    }

    private Span span(String sql) {
        SqlSummary summary = summaries.computeIfAbsent(sql, SqlSummary::of);
        return builder(summary.words())
                .setAttribute(OPERATION, summary.verb())
                .setAttribute(TABLE, summary.table())
                .setAttribute(SUMMARY, summary.words())
                .setAttribute(TEXT, sql.strip().replaceAll("\\s+", " "))
                .startSpan();
    }

    private io.opentelemetry.api.trace.SpanBuilder builder(String name) {
        return tracer.spanBuilder(name)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(SYSTEM, "postgresql")
                .setAttribute(NAMESPACE, dsn.database() + "|" + DsnParameters.SCHEMA)
                .setAttribute(SERVER, dsn.server());
    }

    private static @Nullable Object within(
            Span span,
            @Nullable Object target,
            Method method,
            @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return invoke(target, method, arguments);
        } catch (SQLException failed) {
            String state = String.valueOf(failed.getSQLState());
            span.setStatus(StatusCode.ERROR, String.valueOf(failed.getMessage()))
                    .setAttribute(STATUS, state)
                    .setAttribute(ERROR, state);
            throw failed;
        } finally {
            span.end();
        }
    }

    private static @Nullable Object invoke(
            @Nullable Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }

    /** Handles a call on a proxy. */
    @FunctionalInterface
    private interface Call {
        @Nullable Object run(Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(
                        StatementSpans.class.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> call.run(method, arguments)));
    }
}
