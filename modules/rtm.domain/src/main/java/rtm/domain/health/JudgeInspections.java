package rtm.domain.health;

import java.util.Collection;
import java.util.Optional;
import rtm.domain.health.ObserveRuntime.Sighting;
import rtm.domain.model.ContainerState;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.rule.InspectedHealth;
import rtm.domain.rule.InspectedHealth.InspectionVerdict;

/** Reports when Docker's view of a running engine turns bad, and again only when it changes. */
public final class JudgeInspections {

    private final ObserveRuntime observe;
    private final ReportedHealthCache<InspectedHealth> last;
    private final PlaceRecorder places;

    /** A judge that has seen nothing yet; the snapshots say what was reported before. */
    public JudgeInspections(ObserveRuntime observe) {
        this.observe = observe;
        this.last = new ReportedHealthCache<>(observe);
        this.places = observe.places();
    }

    /** Forgets every game that does not run any more, or not in the same container. */
    public void keepOnly(Collection<RuntimeRecord> running) {
        last.keepOnly(running);
        places.keepOnly(running);
    }

    /**
     * Judges an inspection of the record's container; one call at a time for each game. A state
     * that is not known says nothing.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it is not known whether the report
     *     was committed; the next call resolves it
     */
    public void judge(RuntimeRecord record, InspectedContainer now) {
        if (now.state() == ContainerState.UNKNOWN) {
            return;
        }
        places.note(record, now);
        Optional<InspectedHealth> before = last.read(record);
        switch (InspectedHealth.judge(before, now)) {
            case InspectionVerdict.Quiet(InspectedHealth next) -> last.write(record, next);
            case InspectionVerdict.Report(var observation, InspectedHealth next) ->
                    last.report(
                            record,
                            before.isEmpty()
                                    ? observe.eventOnce(record, HealthSource.INSPECT, observation)
                                    : observe.event(record, HealthSource.INSPECT, observation),
                            before,
                            next);
            case InspectionVerdict.WellAgain(InspectedHealth next) ->
                    wellAgain(record, before, next);
        }
    }

    private void wellAgain(
            RuntimeRecord record, Optional<InspectedHealth> before, InspectedHealth next) {
        Optional<Sighting> sighting =
                observe.wellAgain(record, HealthSource.INSPECT, HealthStatus.INSPECT_UNHEALTHY);
        if (sighting.isPresent()) {
            last.report(record, sighting.orElseThrow(), before, next);
        } else {
            last.write(record, next);
        }
    }
}
