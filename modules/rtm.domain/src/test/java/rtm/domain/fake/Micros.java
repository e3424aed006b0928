package rtm.domain.fake;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import rtm.domain.model.Ending;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;

/** Times as PostgreSQL keeps them, to the microsecond. */
final class Micros {

    private Micros() {}

    static Instant of(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    static RuntimeState of(RuntimeState state) {
        return switch (state) {
            case RuntimeState.Running running -> running;
            case RuntimeState.Stopped(var container, var stoppedAt) ->
                    new RuntimeState.Stopped(container, of(stoppedAt));
            case RuntimeState.Removed(var stoppedAt, var removedAt) ->
                    new RuntimeState.Removed(stoppedAt.map(Micros::of), of(removedAt));
        };
    }

    static RuntimeRecord of(RuntimeRecord record) {
        return stored(record, record.version());
    }

    /** The record as a commit leaves it. */
    static RuntimeRecord next(RuntimeRecord record) {
        return stored(record, record.version() + 1);
    }

    private static RuntimeRecord stored(RuntimeRecord record, long version) {
        return new RuntimeRecord(
                record.gameId(),
                record.node(),
                of(record.state()),
                record.currentImage(),
                record.engineEndpoint(),
                record.statePath(),
                record.dockerNetwork(),
                of(record.startedAt()),
                of(record.lastOpAt()),
                of(record.createdAt()),
                version);
    }

    static HealthSnapshot of(HealthSnapshot seen) {
        return new HealthSnapshot(
                seen.gameId(),
                seen.container(),
                seen.status(),
                seen.source(),
                seen.details(),
                of(seen.observedAt()));
    }

    static Ending of(Ending ending) {
        return new Ending(
                ending.gameId(),
                ending.container(),
                of(ending.startedAt()),
                of(ending.endedAt()),
                ending.image(),
                ending.exitCode(),
                ending.oom(),
                ending.requested(),
                ending.withDaemon());
    }
}
