package rtm.domain.usecase;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.port.ContainerEngine;

/**
 * Finishes a start over HTTP that was cut off: what it started is kept and recorded; what it made
 * and did not start is cleared away.
 */
final class FinishStartStep implements Step {

    private final ContainerEngine engine;
    private final StartedEngines started;
    private final InstantSource clock;

    FinishStartStep(ContainerEngine engine, StartedEngines started, InstantSource clock) {
        this.engine = engine;
        this.started = started;
        this.clock = clock;
    }

    @Override
    public Settlement run(Scope scope) {
        OpenOperation operation = scope.operation();
        List<ObservedContainer> there = engine.containersOf(operation.gameId());
        List<ObservedContainer> made =
                there.stream().filter(container -> container.madeBy(operation.id())).toList();
        Optional<ObservedContainer> running =
                made.stream().filter(ObservedContainer::live).findFirst();
        Optional<ImageReference> image = operation.image().flatMap(ImageReference::parse);
        if (running.isPresent() && image.isPresent()) {
            return started.settle(
                    scope, new Verdict.Done(), image.orElseThrow(), running.orElseThrow());
        }
        for (ObservedContainer leftover : made) {
            scope.guard().beforeChange();
            engine.remove(leftover.id());
        }
        return interrupted(scope, there);
    }

    private Settlement interrupted(Scope scope, List<ObservedContainer> there) {
        Settlement failed =
                Settlement.failed(
                        ErrorCode.INTERRUPTED,
                        "the process ended before the start was done; nothing of it is left");
        Instant now = clock.instant();
        Optional<RuntimeRecord> withoutContainer =
                scope.record()
                        .filter(record -> named(record) && !present(record, there))
                        .map(record ->
                                record.with(
                                        new RuntimeState.Removed(record.state().whenStopped(), now),
                                        now));
        return new Settlement(
                failed.verdict(),
                failed.container(),
                withoutContainer,
                failed.snapshot(),
                failed.announcements());
    }

    private static boolean named(RuntimeRecord record) {
        return record.state().containerId().isPresent();
    }

    private static boolean present(RuntimeRecord record, List<ObservedContainer> there) {
        return there.stream()
                .anyMatch(container ->
                        record.state().containerId().filter(container.id()::equals).isPresent());
    }
}
