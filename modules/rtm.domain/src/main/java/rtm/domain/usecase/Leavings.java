package rtm.domain.usecase;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.port.ContainerEngine;

/**
 * What a start that failed leaves: the containers it made are removed, and a record whose container
 * went on the way says so. Where nothing was changed, in this attempt or an earlier one, nothing is
 * looked at.
 */
final class Leavings {

    private static final Log LOG = Log.of(Leavings.class);

    private final ContainerEngine engine;
    private final ContainerQueries containers;
    private final InstantSource clock;

    Leavings(ContainerEngine engine, ContainerQueries containers, InstantSource clock) {
        this.engine = engine;
        this.containers = containers;
        this.clock = clock;
    }

    /** Clears away, and completes the failure. */
    Settlement clear(Scope scope, Settlement failure) {
        if (!scope.resumed() && !scope.guard().changed()) {
            return failure;
        }
        List<ObservedContainer> there = containers.of(scope).labelled();
        List<String> kept = new ArrayList<>();
        for (ObservedContainer container : there) {
            if (container.madeBy(scope.operation().id())) {
                remove(scope, container).ifPresent(kept::add);
            }
        }
        return failure.with(withoutContainer(scope, there), kept);
    }

    private Optional<String> remove(Scope scope, ObservedContainer container) {
        LOG.debug(
                "container of a start that failed is removed",
                Pair.of("game_id", scope.operation().gameId()),
                Pair.of("container_id", container.id()));
        scope.guard().beforeChange();
        try {
            engine.remove(container.id());
            return Optional.empty();
        } catch (ContainerEngine.EngineRefusedException refused) {
            return Optional.of(
                    "container %s is left: %s".formatted(container.id(), refused.text()));
        }
    }

    private Optional<RuntimeRecord> withoutContainer(Scope scope, List<ObservedContainer> there) {
        Instant now = clock.instant();
        return scope.record()
                .filter(record -> isGone(record, there))
                .map(record ->
                        record.with(
                                new RuntimeState.Removed(record.state().whenStopped(), now), now));
    }

    private static boolean isGone(RuntimeRecord record, List<ObservedContainer> there) {
        return record.state()
                .containerId()
                .filter(named -> there.stream().noneMatch(each -> each.id().equals(named)))
                .isPresent();
    }
}
