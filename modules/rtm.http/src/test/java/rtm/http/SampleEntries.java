package rtm.http;

import java.util.Optional;
import java.util.UUID;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationOutcome;
import rtm.domain.model.OperationSource;
import rtm.domain.model.StopReason;

/** Rows of the operation log and snapshots to answer with. */
final class SampleEntries {

    private SampleEntries() {}

    static OperationEntry failedJob(String game, long row) {
        return new OperationEntry(
                row,
                new OperationId(new UUID(0, row)),
                new GameId(game),
                OperationKind.START,
                OperationSource.LOBBY_STREAM,
                Optional.of("runtime:start_jobs/1-0"),
                Optional.of("galaxy/game:1.4.0"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OperationOutcome.FAILURE,
                Optional.of(ErrorCode.IMAGE_PULL_FAILED.wire()),
                Optional.of("manifest unknown"),
                Records.STARTED,
                Optional.of(Records.STOPPED));
    }

    static OperationEntry openStop(String game, long row) {
        return new OperationEntry(
                row,
                new OperationId(new UUID(0, row)),
                new GameId(game),
                OperationKind.STOP,
                OperationSource.GM_REST,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(StopReason.CANCELLED),
                OperationOutcome.IN_PROGRESS,
                Optional.empty(),
                Optional.empty(),
                Records.STARTED,
                Optional.empty());
    }

    static HealthSnapshot seen(String game, String details) {
        return new HealthSnapshot(
                new GameId(game),
                Optional.of(Records.CONTAINER),
                HealthStatus.PROBE_FAILED,
                HealthSource.PROBE,
                details,
                Records.STOPPED);
    }
}
