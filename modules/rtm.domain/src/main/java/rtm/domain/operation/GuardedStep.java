package rtm.domain.operation;

import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.OperationException;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.UnreadableRowException;
import rtm.domain.model.Verdict;
import rtm.domain.port.ContainerDaemon.NotMadeException;

/** Runs steps, and makes results of their failures. */
final class GuardedStep {

    private static final Log LOG = Log.of(GuardedStep.class);

    private GuardedStep() {}

    /**
     * After a failure, also one by a defect, the step clears up.
     *
     * <p>If Docker accepts a change and does not make it, the first attempt of a call fails like
     * after a refusal, so that nothing is left to be completed later, when nobody asks for it any
     * more. Jobs and what was interrupted are tried again.
     */
    static StepResult run(OperationContext context, Step step) {
        StepResult result;
        try {
            result = step.run(context);
        } catch (DependencyUnavailableException away) {
            if (!NotMadeException.isCauseOf(away) || !isFirstAttemptOfCall(context)) {
                throw away;
            }
            result = StepResult.failed(ErrorCode.SERVICE_UNAVAILABLE, away.text());
        } catch (RuntimeException thrown) {
            result = failure(context, thrown);
        }
        if (!(result.verdict() instanceof Verdict.Failed)) {
            return result;
        }
        try {
            return step.failed(context, result);
        } catch (RuntimeException thrown) {
            return failure(context, thrown);
        }
    }

    private static boolean isFirstAttemptOfCall(OperationContext context) {
        return !context.resumed() && context.operation().sourceRef().isEmpty();
    }

    /** A step that fails at once. */
    static Step failing(RuntimeException thrown) {
        return _ -> {
            throw thrown;
        };
    }

    /** The failure as a result; thrown again if the operation may be retried. */
    private static StepResult failure(OperationContext context, RuntimeException thrown) {
        return switch (thrown) {
            case OperationException failed -> StepResult.failed(failed.code(), failed.text());
            case UnreadableRowException bad ->
                    StepResult.failed(ErrorCode.INTERNAL_ERROR, bad.text());
            case DependencyUnavailableException retry -> throw retry;
            case OwnershipLostException retry -> throw retry;
            default -> {
                LOG.defect(
                        "operation failed by a defect",
                        thrown,
                        LogField.of("game_id", context.operation().gameId()),
                        LogField.of("operation_id", context.operation().id()));
                yield StepResult.failed(
                        ErrorCode.INTERNAL_ERROR,
                        "a defect in Runtime Manager; its log has operation "
                                + context.operation().id());
            }
        };
    }
}
