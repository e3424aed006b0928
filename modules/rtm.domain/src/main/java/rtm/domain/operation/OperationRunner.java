package rtm.domain.operation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeNames;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.Origin;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.StopReason;
import rtm.domain.port.IdSource;
import rtm.domain.port.ProcessPresence;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.OpenResult;

/**
 * The frame of every operation: lock the game, look at its containers, open the row (if the
 * recorded engine is not alive, reconcile the record and look again first), run the step, commit
 * once, release the game.
 *
 * <p>If a dependency is unavailable, a job leaves its row open and is retried on the same row. A
 * call over HTTP that did not change Docker is closed as failed; one that may have changed it
 * leaves its row open, so that nothing it made is forgotten: the next call, or {@code
 * FinishInterrupted}, completes it.
 */
public final class OperationRunner {

    /** How long a call over HTTP waits for a busy game. */
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(2);

    /** How long a job waits in one attempt; it is retried without limit. */
    private static final Duration JOB_PATIENCE = Duration.ofSeconds(10);

    private final RuntimeStore store;
    private final ProcessPresence presence;
    private final GameLocks locks;
    private final Committer committer;
    private final RowOpener opener;
    private final BusyGame busy;
    private final InterruptedRows interrupted;
    private final OutdatedRows outdated;
    private final Acknowledgement acknowledgement;
    private final NodeId node;
    private final NodeNames names;
    private final InstantSource clock;
    private final IdSource ids;

    /**
     * Wires the frame.
     *
     * @param node where this process carries out operations
     */
    public OperationRunner(
            RuntimeStore store,
            ProcessPresence presence,
            GameLocks locks,
            Committer committer,
            ContainerQueries containers,
            FirstReconciliation reconciliation,
            BusyGame busy,
            InterruptedRows interrupted,
            NodeId node,
            NodeNames names,
            InstantSource clock,
            IdSource ids) {
        this.store = store;
        this.busy = busy;
        this.interrupted = interrupted;
        this.outdated = new OutdatedRows(containers, clock.instant());
        this.acknowledgement = new Acknowledgement(store, clock);
        this.presence = presence;
        this.locks = locks;
        this.committer = committer;
        this.opener = new RowOpener(store, containers, reconciliation, node, names);
        this.node = node;
        this.names = names;
        this.clock = clock;
        this.ids = ids;
    }

    /** A request with the identity of a new operation of this process. */
    public OperationRequest request(
            GameId gameId,
            OperationKind kind,
            Origin origin,
            Optional<String> image,
            Optional<StopReason> reason) {
        return new OperationRequest(
                new OperationId(ids.next()),
                gameId,
                node,
                kind,
                origin,
                image,
                reason,
                presence.bootId(),
                clock.instant());
    }

    /**
     * Carries out one operation.
     *
     * @throws OperationException {@code conflict} if a call over HTTP finds the game busy
     * @throws GameBusyException if a job finds the game busy
     * @throws CarriedOutElsewhereException if a job is on another node
     * @throws DependencyUnavailableException if the operation cannot continue and may be retried
     */
    public Outcome perform(OperationRequest request, Step step) throws InterruptedException {
        Optional<Outcome> known = elsewhere(request);
        if (known.isPresent()) {
            return known.get();
        }
        try (GameLocks.Claim claim = claim(request)) {
            RowOpener.Beginning beginning = begin(request, claim.ownership());
            return switch (beginning.answer()) {
                case OpenResult.AlreadyDone _ -> new Outcome.AlreadyDone();
                case OpenResult.Busy(OpenOperation other) ->
                        throw beginning
                                .away()
                                .<RuntimeException>map(it -> it)
                                .orElseGet(() -> busy(request, other));
                case OpenResult.GivenUp _, OpenResult.Lost _ ->
                        throw new IllegalStateException("not asked for: " + beginning.answer());
                case OpenResult.NameTaken(GameId other) -> refuse(request, other);
                case OpenResult.Opened opened ->
                        settle(
                                request.origin(),
                                context(opened, claim, beginning.look()),
                                beginning.away().map(GuardedStep::failing).orElse(step));
            };
        }
    }

    /**
     * The outcome of a job that is not this node's; empty if it is to be carried out here. Asked
     * before the game is claimed: the other node owns it while it works on the job.
     */
    private Optional<Outcome> elsewhere(OperationRequest request) {
        return request.origin() instanceof Origin.Job
                ? store.assign(request)
                        .map(answer ->
                                switch (answer) {
                                    case OpenResult.AlreadyDone _ -> new Outcome.AlreadyDone();
                                    case OpenResult.Busy(OpenOperation other) ->
                                            throw elsewhere(request, other);
                                    case OpenResult.NameTaken(GameId other) ->
                                            refuse(request, other);
                                    case OpenResult.GivenUp(NodeId other) ->
                                            giveUp(
                                                    request,
                                                    ErrorCode.SERVICE_UNAVAILABLE,
                                                    Node.heldBefore(
                                                            names.of(other), request.gameId()));
                                    case OpenResult.Lost _, OpenResult.Opened _ ->
                                            throw new IllegalStateException(
                                                    "not asked for: " + answer);
                                })
                : Optional.empty();
    }

    private RuntimeException elsewhere(OperationRequest request, OpenOperation other) {
        return request.isOfTheSameJobAs(other)
                ? new CarriedOutElsewhereException(other, names.of(other.node()))
                : busy(request, other);
    }

    /** A row that nobody works on any more is completed first. */
    private RowOpener.Beginning begin(OperationRequest request, OwnershipCheck ownership) {
        RowOpener.Beginning beginning = opener.begin(request, ownership);
        boolean completed =
                beginning.answer() instanceof OpenResult.Busy(OpenOperation other)
                        && beginning.away().isEmpty()
                        && isInterrupted(other)
                        && interrupted.finish(other, ownership);
        return completed ? opener.begin(request, ownership) : beginning;
    }

    /**
     * To be asked while this process owns the game: then none of its own operations is at work
     * there. A job is tried again on its row by itself, and another process that lives may have
     * lost no more than its lease.
     */
    private boolean isInterrupted(OpenOperation other) {
        return other.sourceRef().isEmpty()
                && (other.owner().equals(presence.bootId()) || presence.isDead(other.owner()));
    }

    private Outcome refuse(OperationRequest request, GameId other) {
        String message =
                "game %s cannot have an engine while game %s has one: their ids differ only in case, and Docker would give both one host name; remove the container of %s first"
                        .formatted(request.gameId(), other, other);
        return switch (request.origin()) {
            case Origin.Call _ -> throw new OperationException(ErrorCode.CONFLICT, message);
            case Origin.Job _ -> giveUp(request, ErrorCode.CONFLICT, message);
        };
    }

    private static OperationContext context(
            OpenResult.Opened opened, GameLocks.Claim claim, FirstLook look) {
        return new OperationContext(
                opened.operation(), opened.record(), look, opened.resumed(), claim.ownership());
    }

    /**
     * Carries out an operation that this service started itself, unless the game is busy.
     *
     * @return the outcome; empty if the game is busy
     * @throws DependencyUnavailableException if the operation cannot continue and may be retried
     */
    public Optional<Outcome> performIfFree(OperationRequest request, Step step)
            throws InterruptedException {
        Optional<GameLocks.Claim> claimed =
                locks.claim(request.gameId(), request.id(), Duration.ZERO);
        if (claimed.isEmpty()) {
            return Optional.empty();
        }
        try (GameLocks.Claim claim = claimed.orElseThrow()) {
            return switch (store.openRow(request, Optional.empty())) {
                case OpenResult.AlreadyDone _,
                        OpenResult.Busy _,
                        OpenResult.GivenUp _,
                        OpenResult.Lost _,
                        OpenResult.NameTaken _ ->
                        Optional.empty();
                case OpenResult.Opened opened ->
                        Optional.of(
                                settle(
                                        request.origin(),
                                        context(opened, claim, new FirstLook.None()),
                                        opener.elsewhere(opened)
                                                .map(GuardedStep::failing)
                                                .orElse(step)));
            };
        }
    }

    /**
     * Closes a job as failed without acting, and without the lease, which may be unavailable. So
     * its row is taken over from a dead process of this node only, or if no process of its node has
     * taken it. If there is no row yet, it is opened and closed in one transaction: nobody can find
     * it open and run a refused job.
     */
    public Outcome giveUp(OperationRequest request, ErrorCode code, String message) {
        StepResult failure = StepResult.failed(code, message);
        OpenResult answer =
                RowOpener.open(
                        request,
                        this::isWithoutProcess,
                        from -> committer.closeAtOnce(request, from, failure));
        return switch (answer) {
            case OpenResult.AlreadyDone _ -> new Outcome.AlreadyDone();
            case OpenResult.Busy(OpenOperation other) ->
                    throw new GameBusyException(request.gameId(), other.kind().wire());
            case OpenResult.GivenUp _, OpenResult.Lost _, OpenResult.NameTaken _ ->
                    throw new IllegalStateException("not asked for: " + answer);
            case OpenResult.Opened(_, Optional<RuntimeRecord> record, _) ->
                    new Outcome.Settled(failure.verdict(), record);
        };
    }

    /** Only a process of a row's own node can say what a dead one has done. */
    private boolean isWithoutProcess(OpenOperation row) {
        return row.untaken() || (row.node().equals(node) && presence.isDead(row.owner()));
    }

    private GameLocks.Claim claim(OperationRequest request) throws InterruptedException {
        Duration patience =
                switch (request.origin()) {
                    case Origin.Call _ -> CALL_PATIENCE;
                    case Origin.Job _ -> JOB_PATIENCE;
                };
        return locks.claim(request.gameId(), request.id(), patience)
                .orElseThrow(() ->
                        busy(request, "another operation", () -> busy.refusal(request.gameId())));
    }

    private RuntimeException busy(OperationRequest request, OpenOperation other) {
        return busy(request, other.kind().wire(), () -> busy.refusal(other));
    }

    private static RuntimeException busy(
            OperationRequest request, String holder, Supplier<OperationException> refusal) {
        return switch (request.origin()) {
            case Origin.Call _ -> refusal.get();
            case Origin.Job _ -> new GameBusyException(request.gameId(), holder);
        };
    }

    private Outcome settle(Origin origin, OperationContext context, Step step) {
        try {
            StepResult result =
                    acknowledgement.completed(
                            context, GuardedStep.run(context, outdated.checked(context, step)));
            context.ownership().check();
            if (result.leavesNoTrace()
                    && origin instanceof Origin.Call
                    && !acknowledgement.keepsRow(context)) {
                store.abandon(context.operation());
                return new Outcome.Settled(result.verdict(), context.record());
            }
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

    /**
     * If the row cannot be closed now, the reason is known already, or another process closed it.
     */
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
}
