package rtm.domain.usecase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
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
 * The frame of every operation: claim the game, open the row, let the step act, commit once, free
 * the game.
 *
 * <p>A job whose dependency goes away leaves its row open and is thrown back to be tried again; it
 * then takes up the same row. A call over HTTP that had not changed Docker is closed as failed; one
 * that may have changed it leaves its row to {@link FinishInterrupted}, so that nothing it made is
 * forgotten.
 */
final class Operations {

    /** How long a call over HTTP waits for a busy game. */
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(2);

    /** How long a job waits in one attempt; it is tried again, without limit. */
    private static final Duration JOB_PATIENCE = Duration.ofSeconds(10);

    private static final Log LOG = Log.of(Operations.class);

    private final RuntimeStore store;
    private final ProcessPresence presence;
    private final GameClaims claims;
    private final Committer committer;
    private final InstantSource clock;
    private final IdSource ids;

    /** Wires the frame. */
    Operations(
            RuntimeStore store,
            ProcessPresence presence,
            GameClaims claims,
            Committer committer,
            InstantSource clock,
            IdSource ids) {
        this.store = store;
        this.presence = presence;
        this.claims = claims;
        this.committer = committer;
        this.clock = clock;
        this.ids = ids;
    }

    /** What is asked for, before it has an identity. */
    record Draft(
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
    Outcome perform(Draft draft, Step step) throws InterruptedException {
        OperationRequest request = request(draft);
        try (GameClaims.Claim claim = claim(request)) {
            return switch (begin(request, _ -> true)) {
                case Begun.AlreadyDone _ -> new Outcome.AlreadyDone();
                case Begun.Busy(OpenOperation other) -> throw busy(request, other);
                case Begun.Opened opened -> settle(opened, claim, draft.origin(), step);
            };
        }
    }

    /**
     * Carries out one operation of this service's own, unless the game is busy.
     *
     * @return what came of it; empty if the game is busy
     * @throws DependencyUnavailableException if the operation cannot go on and may be tried again
     */
    Optional<Outcome> performIfFree(Draft draft, Step step) throws InterruptedException {
        OperationRequest request = request(draft);
        Optional<GameClaims.Claim> claimed =
                claims.claim(request.gameId(), request.id(), Duration.ZERO);
        if (claimed.isEmpty()) {
            return Optional.empty();
        }
        try (GameClaims.Claim claim = claimed.orElseThrow()) {
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
    boolean takeUp(OpenOperation left, Step step) throws InterruptedException {
        return takeUp(
                left,
                (operation, guard) -> {
                    Scope scope = new Scope(operation, store.find(left.gameId()), true, guard);
                    Settlement settlement = act(scope, step);
                    guard.check();
                    committer.commit(scope, settlement);
                });
    }

    /**
     * Removes the row that a repair left open, which is worth nothing, if the game is free.
     *
     * @return whether it was removed here
     */
    boolean drop(OpenOperation left) throws InterruptedException {
        return takeUp(left, (operation, _) -> store.abandon(operation));
    }

    private boolean takeUp(OpenOperation left, BiConsumer<OpenOperation, Guard> closing)
            throws InterruptedException {
        Optional<GameClaims.Claim> claimed = claims.claim(left.gameId(), left.id(), Duration.ZERO);
        if (claimed.isEmpty()) {
            return false;
        }
        try (GameClaims.Claim claim = claimed.orElseThrow()) {
            Optional<OpenOperation> ours = store.takeOver(left, presence.bootId());
            ours.ifPresent(operation -> closing.accept(operation, claim.guard()));
            return ours.isPresent();
        }
    }

    /**
     * Closes a job as failed without acting, and without the lease, which may be what cannot be
     * had. So its row is taken over from a dead process only. A row that is not open yet is opened
     * and closed at once: nobody can find it and take a refused job for one to be run.
     */
    Outcome giveUp(Draft draft, ErrorCode code, String message) {
        OperationRequest request = request(draft);
        Settlement failure = Settlement.failed(code, message);
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

    private GameClaims.Claim claim(OperationRequest request) throws InterruptedException {
        Duration patience =
                switch (request.origin()) {
                    case Origin.Call _ -> CALL_PATIENCE;
                    case Origin.Job _ -> JOB_PATIENCE;
                };
        return claims.claim(request.gameId(), request.id(), patience)
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

    private Outcome settle(Begun.Opened opened, GameClaims.Claim claim, Origin origin, Step step) {
        return settle(
                new Scope(opened.operation(), opened.record(), opened.resumed(), claim.guard()),
                origin,
                step);
    }

    private Outcome settle(Scope scope, Origin origin, Step step) {
        try {
            Settlement settlement = act(scope, step);
            if (settlement.leavesNoTrace() && origin instanceof Origin.Call) {
                store.abandon(scope.operation());
                return new Outcome.Settled(settlement.verdict(), scope.record());
            }
            scope.guard().check();
            return committer.commit(scope, settlement);
        } catch (DependencyUnavailableException away) {
            boolean openRowIsNeeded =
                    origin instanceof Origin.Job
                            || scope.guard().changed()
                            || Thread.currentThread().isInterrupted();
            if (!openRowIsNeeded) {
                closeAsUnavailable(scope, away);
            }
            throw away;
        }
    }

    /** What keeps the row from being closed now is known already, or has closed it. */
    private void closeAsUnavailable(Scope scope, DependencyUnavailableException away) {
        try {
            committer.close(
                    scope.operation(),
                    scope.record(),
                    Settlement.failed(ErrorCode.SERVICE_UNAVAILABLE, away.text()));
        } catch (DependencyUnavailableException | OwnershipLostException notNow) {
            away.addSuppressed(notNow);
        }
    }

    private static Settlement act(Scope scope, Step step) {
        Settlement settlement = attempt(scope, () -> step.run(scope));
        return settlement.verdict() instanceof Verdict.Failed
                ? attempt(scope, () -> step.failed(scope, settlement))
                : settlement;
    }

    private static Settlement attempt(Scope scope, Supplier<Settlement> action) {
        try {
            return action.get();
        } catch (OperationException failed) {
            return Settlement.failed(failed.code(), failed.text());
        } catch (DependencyUnavailableException | OwnershipLostException retry) {
            throw retry;
        } catch (RuntimeException defect) {
            LOG.defect(
                    "operation failed by a defect",
                    defect,
                    Pair.of("game_id", scope.operation().gameId()),
                    Pair.of("operation_id", scope.operation().id()));
            return Settlement.failed(
                    ErrorCode.INTERNAL_ERROR,
                    "a defect in Runtime Manager; its log has operation " + scope.operation().id());
        }
    }
}
