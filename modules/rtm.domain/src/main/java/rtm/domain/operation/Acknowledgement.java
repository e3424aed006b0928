package rtm.domain.operation;

import java.time.InstantSource;
import java.util.Optional;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeState;
import rtm.domain.port.RuntimeStore;

/**
 * What a stop or a removal says that has nothing to do: from now on the game is down on purpose.
 * Once is enough.
 */
final class Acknowledgement {

    private final RuntimeStore store;
    private final InstantSource clock;

    Acknowledgement(RuntimeStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * The same result; if the container had disappeared without a request, also a snapshot that
     * says so no more.
     */
    StepResult completed(OperationContext context, StepResult result) {
        return result.leavesNoTrace() && isAsked(context.operation()) && isRemoved(context)
                ? disappeared(context).map(seen -> result.with(stopped(seen))).orElse(result)
                : result;
    }

    private static boolean isAsked(OpenOperation operation) {
        return operation.source() != OperationSource.AUTO_TTL
                && (operation.kind() == OperationKind.STOP
                        || operation.kind() == OperationKind.CLEANUP_CONTAINER);
    }

    private static boolean isRemoved(OperationContext context) {
        return context.record()
                .filter(record -> record.state() instanceof RuntimeState.Removed)
                .isPresent();
    }

    private Optional<HealthSnapshot> disappeared(OperationContext context) {
        return store.findHealth(context.operation().gameId())
                .filter(seen -> seen.status() == HealthStatus.CONTAINER_DISAPPEARED);
    }

    private HealthSnapshot stopped(HealthSnapshot seen) {
        return new HealthSnapshot(
                seen.gameId(),
                seen.container(),
                HealthStatus.STOPPED,
                HealthSource.OPERATION,
                "{}",
                clock.instant());
    }

    /**
     * Whether a stop without effect keeps its row: the game's engine had ended by itself, and the
     * row says to those that start games again that it is to stay stopped.
     */
    boolean keepsRow(OperationContext context) {
        OpenOperation operation = context.operation();
        return operation.kind() == OperationKind.STOP
                && context.record()
                        .filter(record -> record.state() instanceof RuntimeState.Stopped)
                        .isPresent()
                && store
                        .operations(operation.gameId(), Optional.of(operation.row()), 1)
                        .entries()
                        .stream()
                        .anyMatch(last -> last.kind() != OperationKind.STOP);
    }
}
