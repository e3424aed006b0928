package rtm.domain.usecase;

import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.Verdict;

/**
 * Finishes a start over HTTP that was cut off: what it started is kept and recorded; what it made
 * and did not start is cleared away.
 */
final class FinishStartStep implements Step {

    private final ContainerQueries containers;
    private final StartedEngines started;
    private final Leavings leavings;

    FinishStartStep(ContainerQueries containers, StartedEngines started, Leavings leavings) {
        this.containers = containers;
        this.started = started;
        this.leavings = leavings;
    }

    @Override
    public Settlement run(Scope scope) {
        OpenOperation operation = scope.operation();
        Optional<ObservedContainer> running =
                containers.of(scope).ours().stream()
                        .filter(container -> container.madeBy(operation.id()))
                        .filter(ObservedContainer::live)
                        .findFirst();
        Optional<ImageReference> image = operation.image().flatMap(ImageReference::parse);
        if (running.isPresent() && image.isPresent()) {
            return started.settle(
                    scope, new Verdict.Done(), image.orElseThrow(), running.orElseThrow());
        }
        return leavings.clear(
                scope,
                Settlement.failed(
                        ErrorCode.INTERRUPTED, "the process ended before the start was done"));
    }
}
