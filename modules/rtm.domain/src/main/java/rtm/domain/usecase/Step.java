package rtm.domain.usecase;

/** The part of an operation between its open row and its commit: looks, decides, acts. */
@FunctionalInterface
interface Step {

    /**
     * Does it. What fails for good is in the answer; what may be tried again is thrown.
     *
     * @throws rtm.domain.model.OperationException if the operation fails and nothing was changed
     * @throws rtm.domain.model.DependencyUnavailableException if a dependency went away; calling
     *     the step again takes up where it was
     */
    Settlement run(Scope scope);

    /** Clears up after a failure, also one by a defect, and completes what is to be committed. */
    default Settlement failed(Scope scope, Settlement failure) {
        return failure;
    }
}
