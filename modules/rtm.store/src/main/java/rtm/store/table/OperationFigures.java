package rtm.store.table;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import rtm.domain.model.Completion;
import rtm.domain.model.OpenOperation;

/** Counts operations after their commit, and writes the operation on the current span. */
public final class OperationFigures {

    private static final AttributeKey<String> KIND = AttributeKey.stringKey("op_kind");
    private static final AttributeKey<String> SOURCE = AttributeKey.stringKey("op_source");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final AttributeKey<String> ERROR_CODE = AttributeKey.stringKey("error_code");

    private final LongCounter operations;

    public OperationFigures(OpenTelemetry telemetry) {
        Meter meter = telemetry.getMeter("rtm.store");
        this.operations =
                meter.counterBuilder("rtmanager.operations")
                        .setDescription("Operations that were closed")
                        .setUnit("{operation}")
                        .build();
    }

    /** A row was opened. */
    public void opened(OpenOperation operation) {
        Span.current()
                .setAttribute("rtmanager.game_id", operation.gameId().value())
                .setAttribute("rtmanager.operation_id", operation.id().toString())
                .setAttribute("rtmanager.op_kind", operation.kind().wire())
                .setAttribute("rtmanager.op_source", operation.source().wire());
    }

    /** A row was closed. */
    public void closed(Completion completion) {
        OutcomeColumns closing = OutcomeColumns.of(completion.verdict());
        OpenOperation operation = completion.operation();
        opened(operation);
        Span.current()
                .setAttribute("rtmanager.outcome", closing.outcome())
                .setAttribute("rtmanager.error_code", closing.errorCode().orElse(""));
        operations.add(
                1,
                Attributes.of(
                        KIND,
                        operation.kind().wire(),
                        SOURCE,
                        operation.source().wire(),
                        OUTCOME,
                        closing.outcome(),
                        ERROR_CODE,
                        closing.errorCode().orElse("")));
    }
}
