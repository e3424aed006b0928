package rtm.domain.operation;

/** The part of an operation between its open row and its commit: it looks, decides and acts. */
@FunctionalInterface
public interface Step {

    /**
     * Runs the step. A permanent failure is returned; a failure that may be retried is thrown.
     *
     * @throws rtm.domain.model.OperationException if the operation fails and changed nothing
     * @throws rtm.domain.model.DependencyUnavailableException if a dependency is unavailable; the
     *     step may be run again and continues
     */
    StepResult run(OperationContext context);

    /** Cleans up after a failure, also after a defect, and completes the result. */
    default StepResult failed(OperationContext context, StepResult failure) {
        return failure;
    }
}
