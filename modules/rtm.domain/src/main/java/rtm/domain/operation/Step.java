package rtm.domain.operation;

/** The part of an operation between its open row and its commit: looks, decides, acts. */
@FunctionalInterface
public interface Step {

    /**
     * Does it. What fails for good is in the answer; what may be tried again is thrown.
     *
     * @throws rtm.domain.model.OperationException if the operation fails and nothing was changed
     * @throws rtm.domain.model.DependencyUnavailableException if a dependency went away; calling
     *     the step again takes up where it was
     */
    StepResult run(OperationContext context);

    /** Clears up after a failure, also one by a defect, and completes what is to be committed. */
    default StepResult failed(OperationContext context, StepResult failure) {
        return failure;
    }
}
