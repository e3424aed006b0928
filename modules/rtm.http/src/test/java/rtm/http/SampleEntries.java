package rtm.http;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthChange;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.StopReason;
import rtm.domain.model.Verdict;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.OpenResult;

/** Rows of the operation log and snapshots, as other processes left them in a store. */
final class SampleEntries {

    private static final BootId OTHER_PROCESS = new BootId(new UUID(0, 404));

    private final RuntimeStore store;

    SampleEntries(RuntimeStore store) {
        this.store = store;
    }

    void failedJob(String game, long id) {
        close(
                open(
                        game,
                        id,
                        OperationKind.START,
                        new Origin.Job("runtime:start_jobs/1-0"),
                        Optional.of("galaxy/game:1.4.0"),
                        Optional.empty()),
                new Verdict.Failed(ErrorCode.IMAGE_PULL_FAILED, "manifest unknown"));
    }

    void closedStop(String game, long id) {
        close(openStop(game, id), new Verdict.Done());
    }

    OpenOperation openStop(String game, long id) {
        return open(
                game,
                id,
                OperationKind.STOP,
                new Origin.Call(OperationSource.GM_REST),
                Optional.empty(),
                Optional.of(StopReason.CANCELLED));
    }

    OpenOperation openStart(String game, long id, String image) {
        return open(
                game,
                id,
                OperationKind.START,
                new Origin.Call(OperationSource.GM_REST),
                Optional.of(image),
                Optional.empty());
    }

    OpenOperation openJob(String game, long id, String image) {
        return open(
                game,
                id,
                OperationKind.START,
                new Origin.Job("runtime:start_jobs/1-0"),
                Optional.of(image),
                Optional.empty());
    }

    private OpenOperation open(
            String game,
            long id,
            OperationKind kind,
            Origin origin,
            Optional<String> image,
            Optional<StopReason> reason) {
        OperationRequest request =
                new OperationRequest(
                        new OperationId(new UUID(0, id)),
                        new GameId(game),
                        NodeId.FIRST,
                        kind,
                        origin,
                        image,
                        reason,
                        OTHER_PROCESS,
                        Records.STARTED);
        return ((OpenResult.Opened) store.openRow(request, Optional.empty())).operation();
    }

    private void close(OpenOperation operation, Verdict verdict) {
        store.commit(
                new Completion(
                        operation,
                        verdict,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Records.STOPPED));
    }

    /** Of a game that runs. */
    void seen(String game, String details) {
        GameId gameId = new GameId(game);
        store.observe(
                new HealthChange(
                        store.find(gameId).orElseThrow(),
                        new HealthSnapshot(
                                gameId,
                                Optional.of(Records.container(game)),
                                HealthStatus.PROBE_FAILED,
                                HealthSource.PROBE,
                                details,
                                Records.STOPPED),
                        List.of(),
                        false));
    }
}
