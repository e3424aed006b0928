package rtm.domain.reconcile;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import rtm.domain.daemon.DaemonExitReport;
import rtm.domain.log.HealthEventLine;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Announcement;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.UnexpectedExit;
import rtm.domain.operation.Committer;
import rtm.domain.operation.FirstLook;
import rtm.domain.operation.GameBusyException;
import rtm.domain.operation.GameLocks;
import rtm.domain.operation.ObservedExit;
import rtm.domain.operation.OperationContext;
import rtm.domain.operation.OwnershipCheck;
import rtm.domain.operation.StepResult;
import rtm.domain.port.IdSource;
import rtm.domain.port.ProcessPresence;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.OpenResult;
import rtm.domain.rule.Drift;

/**
 * The frame of every repair: lock the game, judge, open the row, commit once, release the game. The
 * result is known before the row is opened, and the only changes to Docker, a rename and the
 * attachment to the network, may be repeated; so a row that was left open has no meaning and is
 * removed.
 */
public final class RepairFrame {

    /** How long a repair waits for the game in one attempt; it is tried again, without limit. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Log LOG = Log.of(RepairFrame.class);

    private final Set<GameId> namesTaken = ConcurrentHashMap.newKeySet();
    private final RuntimeStore store;
    private final ProcessPresence presence;
    private final GameLocks locks;
    private final Committer committer;
    private final DaemonExitReport ends;
    private final NodeId node;
    private final InstantSource clock;
    private final IdSource ids;

    public RepairFrame(
            RuntimeStore store,
            ProcessPresence presence,
            GameLocks locks,
            Committer committer,
            DaemonExitReport ends,
            NodeId node,
            InstantSource clock,
            IdSource ids) {
        this.store = store;
        this.presence = presence;
        this.locks = locks;
        this.committer = committer;
        this.ends = ends;
        this.node = node;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What was found about a game while this process owned it.
     *
     * @param drift how its record and its containers disagree
     * @param repair what is to be written; empty if nothing is
     */
    record Judgement(Drift drift, Optional<Repair> repair) {

        /** Nothing is to be written. */
        static Judgement nothing(Drift drift) {
            return new Judgement(drift, Optional.empty());
        }
    }

    /**
     * The correction of a record.
     *
     * @param kind the kind of its row
     * @param image the image that its row names
     * @param result what is committed
     * @param end the end of an engine that it reports; empty if there is none, or nobody saw it
     * @param change makes the engine reachable before the commit; empty if it is
     */
    record Repair(
            OperationKind kind,
            Optional<String> image,
            StepResult result,
            Optional<UnexpectedExit> end,
            Optional<DaemonChange> change) {

        /** A repair that changes only the record. */
        Repair(
                OperationKind kind,
                Optional<String> image,
                StepResult result,
                Optional<UnexpectedExit> end) {
            this(kind, image, result, end, Optional.empty());
        }
    }

    /** Changes how a container is reached; may be repeated. */
    @FunctionalInterface
    interface DaemonChange {

        /** Whether it is reached now; a refusal is logged. */
        boolean make(OwnershipCheck ownership);
    }

    /**
     * Judges a game while holding it, and commits the correction of its record.
     *
     * @param judge asked with the game's record
     * @throws GameBusyException if an operation of the game is in progress
     * @throws rtm.domain.model.DependencyUnavailableException if it has to be retried
     */
    Drift repair(GameId gameId, Function<Optional<RuntimeRecord>, Judgement> judge)
            throws InterruptedException {
        OperationId id = new OperationId(ids.next());
        try (GameLocks.Claim claim =
                locks.claim(gameId, id, PATIENCE)
                        .orElseThrow(() -> new GameBusyException(gameId, "another operation"))) {
            return repair(id, gameId, claim.ownership(), judge);
        }
    }

    /**
     * The same for a game that is owned already, by an operation that has not opened its row.
     *
     * @param ownership of the operation that owns the game
     */
    Drift repairHeld(
            GameId gameId,
            OwnershipCheck ownership,
            Function<Optional<RuntimeRecord>, Judgement> judge) {
        return repair(new OperationId(ids.next()), gameId, ownership, judge);
    }

    private Drift repair(
            OperationId id,
            GameId gameId,
            OwnershipCheck ownership,
            Function<Optional<RuntimeRecord>, Judgement> judge) {
        Optional<RuntimeRecord> record = store.find(gameId);
        Judgement judgement = judge.apply(record);
        if (judgement.repair().isPresent()) {
            Repair repair = judgement.repair().orElseThrow();
            commit(request(id, gameId, repair), record, repair, ownership);
        }
        return judgement.drift();
    }

    private OperationRequest request(OperationId id, GameId gameId, Repair repair) {
        return new OperationRequest(
                id,
                gameId,
                node,
                repair.kind(),
                new Origin.Call(OperationSource.AUTO_RECONCILE),
                repair.image(),
                Optional.empty(),
                presence.bootId(),
                clock.instant());
    }

    private void commit(
            OperationRequest request,
            Optional<RuntimeRecord> judged,
            Repair repair,
            OwnershipCheck ownership) {
        switch (begin(request)) {
            case OpenResult.AlreadyDone _, OpenResult.GivenUp _, OpenResult.Lost _ -> {}
            case OpenResult.NameTaken(GameId other) ->
                    LOG.warnOnce(
                            namesTaken.add(request.gameId()),
                            "engine is not adopted, its host name belongs to another game",
                            LogField.of("game_id", request.gameId()),
                            LogField.of("other", other));
            case OpenResult.Busy(OpenOperation other) ->
                    throw new GameBusyException(request.gameId(), other.kind().wire());
            case OpenResult.Opened(OpenOperation operation, Optional<RuntimeRecord> record, _) -> {
                if (!record.equals(judged)) {
                    store.abandon(operation);
                    throw new GameBusyException(request.gameId(), "an operation just done");
                }
                if (!repair.change().map(change -> change.make(ownership)).orElse(true)) {
                    store.abandon(operation);
                    return;
                }
                ownership.check();
                repair.end().ifPresent(ends::note);
                boolean withDaemon = repair.end().filter(ends::isWithDaemon).isPresent();
                committer.commit(
                        new OperationContext(
                                operation, record, new FirstLook.None(), false, ownership),
                        repair.result(),
                        new ObservedExit(repair.end().map(UnexpectedExit::known), withDaemon));
                repair.end().ifPresent(end -> ends.committed(end, withDaemon));
                log(repair.result());
            }
        }
    }

    private static void log(StepResult result) {
        HealthSource source =
                result.snapshot().map(HealthSnapshot::source).orElse(HealthSource.RECONCILE);
        for (Announcement announcement : result.announcements()) {
            if (announcement instanceof Announcement.HealthEvent event) {
                new HealthEventLine(LOG)
                        .write(event.gameId(), event.container(), source, event.observation());
            }
        }
    }

    /** If this process owns the game, the open row of another repair was interrupted. */
    private OpenResult begin(OperationRequest request) {
        OpenResult answer = store.openRow(request, Optional.empty());
        if (answer instanceof OpenResult.Busy(OpenOperation other)
                && other.source() == OperationSource.AUTO_RECONCILE) {
            store.takeOver(other, presence.bootId()).ifPresent(store::abandon);
            return store.openRow(request, Optional.empty());
        }
        return answer;
    }
}
