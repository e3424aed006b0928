package rtm.domain.operation.step;

import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.Verdict;
import rtm.domain.operation.ContainerQueries;
import rtm.domain.operation.OperationContext;
import rtm.domain.operation.Step;
import rtm.domain.operation.StepResult;

/**
 * Finishes a start over HTTP that was interrupted: what it started is kept and recorded; what it
 * made and did not start is cleared away.
 */
public final class FinishStartStep implements Step {

    private final ContainerQueries containers;
    private final StartResultFactory results;
    private final FailedStartCleanup failedStarts;

    public FinishStartStep(
            ContainerQueries containers,
            StartResultFactory results,
            FailedStartCleanup failedStarts) {
        this.containers = containers;
        this.results = results;
        this.failedStarts = failedStarts;
    }

    @Override
    public StepResult run(OperationContext context) {
        OpenOperation operation = context.operation();
        Optional<ObservedContainer> running =
                containers.now(context).ours().stream()
                        .filter(container -> container.madeBy(operation.id()))
                        .filter(ObservedContainer::live)
                        .findFirst();
        Optional<ImageReference> image = operation.image().flatMap(ImageReference::parse);
        if (running.isPresent() && image.isPresent()) {
            return results.settle(
                    context, new Verdict.Done(), image.orElseThrow(), running.orElseThrow());
        }
        return failedStarts.clear(
                context,
                StepResult.failed(
                        ErrorCode.INTERRUPTED,
                        "the start was interrupted by an outage or by the end of the process"));
    }
}
