package rtm.domain.operation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.BootId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.Origin;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.StopReason;
import rtm.domain.model.Verdict;
import rtm.domain.port.IdSource;
import rtm.domain.port.ProcessPresence;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.Begun;

/**
 * The frame of every operation: claim the game, let its record follow an engine that was lost, open
 * the row, let the step act, commit once, free the game.
 *
 * <p>A job whose dependency goes away leaves its row open and is thrown back to be tried again; it
 * then takes up the same row. A call over HTTP that had not changed Docker is closed as failed; one
 * that may have changed it leaves its row to the recovery, so that nothing it made is forgotten.
 */
public final class OperationRunner {

    /** How long a call over HTTP waits for a busy game. */
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(2);

    /** How long a job waits in one attempt; it is tried again, without limit. */
    private static final Duration JOB_PATIENCE = Duration.ofSeconds(10);

    private static final Log LOG = Log.of(OperationRunner.class);

    private final RuntimeStore store;
    private final ProcessPresence presence;
    private final GameLocks locks;
    private final Committer committer;
    private final FirstReconciliation reconciliation;
    private final InstantSource clock;
    private final IdSource ids;

    /** Wires the frame. */
    public OperationRunner(
            RuntimeStore store,
            ProcessPresence presence,
            GameLocks locks,
            Committer committer,
            FirstReconciliation reconciliation,
            InstantSource clock,
            IdSource ids) {
        this.store = store;
        this.presence = presence;
        this.locks = locks;
        this.committer = committer;
        this.reconciliation = reconciliation;
        this.clock = clock;
        this.ids = ids;
    }

    /** What is asked for, before it has an identity. */
    public record Draft(
            GameId gameId,
            OperationKind kind,
            Origin origin,
            Optional<String> image,
            Optional<StopReason> reason) {}

    /**
     * Carries out one operation.
     *
     * @throws OperationException {@code conflict} if a call over HTTP finds the game busy
     * @throws GameBusyException if a job finds the game busy
     * @throws DependencyUnavailableException if the operation cannot go on and may be tried again
     */
    public Outcome perform(Draft draft, Step step) throws InterruptedException {
        OperationRequest request = request(draft);
        try (GameLocks.Claim claim = claim(request)) {
            Optional<DependencyUnavailableException> away = follow(request, claim.ownership());
            return switch (begin(request, _ -> true)) {
                case Begun.AlreadyDone _ -> new Outcome.AlreadyDone();
                case Begun.Busy(OpenOperation other) ->
                        throw away.<RuntimeException>map(it -> it)
                                .orElseGet(() -> busy(request, other));
                case Begun.Opened opened ->
                        settle(
                                opened,
                                claim,
                                draft.origin(),
                                away.map(OperationRunner::unavailable).orElse(step));
            };
        }
    }

    /** A job opens no row before its game is followed: it would take the end for its own doing. */
    private Optional<DependencyUnavailableException> follow(
            OperationRequest request, OwnershipCheck ownership) {
        try {
            reconciliation.reconcile(request.gameId(), ownership);
            return Optional.empty();
        } catch (DependencyUnavailableException away) {
            return switch (request.origin()) {
                case Origin.Job _ -> throw away;
                case Origin.Call _ -> Optional.of(away);
            };
        }
    }

    /** What cannot be known now cannot be done now either; the row of a call says so. */
    private static Step unavailable(DependencyUnavailableException away) {
        return _ -> {
            throw away;
        };
    }

    /**
     * Carries out one operation of this service's own, unless the game is busy.
     *
     * @return what came of it; empty if the game is busy
     * @throws DependencyUnavailableException if the operation cannot go on and may be tried again
     */
    public Optional<Outcome> performIfFree(Draft draft, Step step) throws InterruptedException {
        OperationRequest request = request(draft);
        Optional<GameLocks.Claim> claimed =
                locks.claim(request.gameId(), request.id(), Duration.ZERO);
        if (claimed.isEmpty()) {
            return Optional.empty();
        }
        try (GameLocks.Claim claim = claimed.orElseThrow()) {
            return switch (begin(request, _ -> false)) {
                case Begun.AlreadyDone _, Begun.Busy _ -> Optional.empty();
                case Begun.Opened opened ->
                        Optional.of(settle(opened, claim, draft.origin(), step));
            };
        }
    }

    /**
     * Takes up a row that its process left open, if the game is free.
     *
     * @return whether it was closed here; not if somebody holds the game, or was faster
     */
    public boolean takeUp(OpenOperation left, Step step) throws InterruptedException {
        return takeUp(
                left,
                (operation, ownership) -> {
                    OperationContext context =
                            new OperationContext(
                                    operation, store.find(left.gameId()), true, ownership);
                    StepResult result = act(context, step);
                    ownership.check();
                    committer.commit(context, result);
                });
    }

    /**
     * Removes the row that a repair left open, which is worth nothing, if the game is free.
     *
     * @return whether it was removed here
     */
    public boolean drop(OpenOperation left) throws InterruptedException {
        return takeUp(left, (operation, _) -> store.abandon(operation));
    }

    private boolean takeUp(OpenOperation left, BiConsumer<OpenOperation, OwnershipCheck> closing)
            throws InterruptedException {
        Optional<GameLocks.Claim> claimed = locks.claim(left.gameId(), left.id(), Duration.ZERO);
        if (claimed.isEmpty()) {
            return false;
        }
        try (GameLocks.Claim claim = claimed.orElseThrow()) {
            Optional<OpenOperation> ours = store.takeOver(left, presence.bootId());
            ours.ifPresent(operation -> closing.accept(operation, claim.ownership()));
            return ours.isPresent();
        }
    }

    /**
     * Closes a job as failed without acting, and without the lease, which may be what cannot be
     * had. So its row is taken over from a dead process only. A row that is not open yet is opened
     * and closed at once: nobody can find it and take a refused job for one to be run.
     */
    public Outcome giveUp(Draft draft, ErrorCode code, String message) {
        OperationRequest request = request(draft);
        StepResult failure = StepResult.failed(code, message);
        Begun begun =
                begin(
                        request,
                        presence::isDead,
                        from -> committer.closeAtOnce(request, from, failure));
        return switch (begun) {
            case Begun.AlreadyDone _ -> new Outcome.AlreadyDone();
            case Begun.Busy(OpenOperation other) ->
                    throw new GameBusyException(draft.gameId(), other.kind().wire());
            case Begun.Opened(_, Optional<RuntimeRecord> record, _) ->
                    new Outcome.Settled(failure.verdict(), record);
        };
    }

    private OperationRequest request(Draft draft) {
        Instant now = clock.instant();
        return new OperationRequest(
                new OperationId(ids.next()),
                draft.gameId(),
                draft.kind(),
                draft.origin(),
                draft.image(),
                draft.reason(),
                presence.bootId(),
                now);
    }

    private GameLocks.Claim claim(OperationRequest request) throws InterruptedException {
        Duration patience =
                switch (request.origin()) {
                    case Origin.Call _ -> CALL_PATIENCE;
                    case Origin.Job _ -> JOB_PATIENCE;
                };
        return locks.claim(request.gameId(), request.id(), patience)
                .orElseThrow(() -> busy(request, "another operation"));
    }

    /**
     * While we hold the game, whoever has this job's row open has lost its lease, or is dead.
     *
     * @param mayTakeOverFrom which process' row of the same job may be taken over
     */
    private Begun begin(OperationRequest request, Predicate<BootId> mayTakeOverFrom) {
        return begin(request, mayTakeOverFrom, from -> store.begin(request, from));
    }

    private static Begun begin(
            OperationRequest request,
            Predicate<BootId> mayTakeOverFrom,
            Function<Optional<BootId>, Begun> opening) {
        Begun begun = opening.apply(Optional.empty());
        if (begun instanceof Begun.Busy(OpenOperation other)
                && other.sourceRef().isPresent()
                && other.sourceRef().equals(request.origin().sourceRef())
                && mayTakeOverFrom.test(other.owner())) {
            return opening.apply(Optional.of(other.owner()));
        }
        return begun;
    }

    private static RuntimeException busy(OperationRequest request, OpenOperation other) {
        return busy(request, "a %s that is being finished".formatted(other.kind().wire()));
    }

    private static RuntimeException busy(OperationRequest request, String holder) {
        return switch (request.origin()) {
            case Origin.Call _ ->
                    new OperationException(
                            ErrorCode.CONFLICT,
                            "game %s is busy with %s; ask again in a moment"
                                    .formatted(request.gameId(), holder));
            case Origin.Job _ -> new GameBusyException(request.gameId(), holder);
        };
    }

    private Outcome settle(Begun.Opened opened, GameLocks.Claim claim, Origin origin, Step step) {
        return settle(
                new OperationContext(
                        opened.operation(), opened.record(), opened.resumed(), claim.ownership()),
                origin,
                step);
    }

    private Outcome settle(OperationContext context, Origin origin, Step step) {
        try {
            StepResult result = act(context, step);
            if (result.leavesNoTrace() && origin instanceof Origin.Call) {
                store.abandon(context.operation());
                return new Outcome.Settled(result.verdict(), context.record());
            }
            context.ownership().check();
            return committer.commit(context, result);
        } catch (DependencyUnavailableException away) {
            boolean openRowIsNeeded =
                    origin instanceof Origin.Job
                            || context.ownership().changed()
                            || Thread.currentThread().isInterrupted();
            if (!openRowIsNeeded) {
                closeAsUnavailable(context, away);
            }
            throw away;
        }
    }

    /** What keeps the row from being closed now is known already, or has closed it. */
    private void closeAsUnavailable(OperationContext context, DependencyUnavailableException away) {
        try {
            committer.close(
                    context.operation(),
                    context.record(),
                    StepResult.failed(ErrorCode.SERVICE_UNAVAILABLE, away.text()));
        } catch (DependencyUnavailableException | OwnershipLostException notNow) {
            away.addSuppressed(notNow);
        }
    }

    private static StepResult act(OperationContext context, Step step) {
        StepResult result = attempt(context, () -> step.run(context));
        return result.verdict() instanceof Verdict.Failed
                ? attempt(context, () -> step.failed(context, result))
                : result;
    }

    private static StepResult attempt(OperationContext context, Supplier<StepResult> action) {
        try {
            return action.get();
        } catch (OperationException failed) {
            return StepResult.failed(failed.code(), failed.text());
        } catch (DependencyUnavailableException | OwnershipLostException retry) {
            throw retry;
        } catch (RuntimeException defect) {
            LOG.defect(
                    "operation failed by a defect",
                    defect,
                    LogField.of("game_id", context.operation().gameId()),
                    LogField.of("operation_id", context.operation().id()));
            return StepResult.failed(
                    ErrorCode.INTERNAL_ERROR,
                    "a defect in Runtime Manager; its log has operation "
                            + context.operation().id());
        }
    }
}
