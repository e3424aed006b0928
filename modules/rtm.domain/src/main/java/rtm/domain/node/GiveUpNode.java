package rtm.domain.node;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import rtm.domain.log.HealthEventLine;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Announcement;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.MessageId;
import rtm.domain.model.Node;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.domain.port.CommitSignal;
import rtm.domain.port.IdSource;
import rtm.domain.port.MessageEncoder;
import rtm.domain.port.ProcessPresence;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.OpenResult;
import rtm.domain.rule.EndedEngines;

/**
 * Settles what a retired node leaves: operations that nobody there completes fail, and the engines
 * that ran there are gone. Each game is a commit of its own, as if its container had disappeared,
 * so an interrupted call is continued by the next one.
 */
public final class GiveUpNode {

    /** As many games and operations as one call settles. */
    public static final int MOST = 500;

    private static final Log LOG = Log.of(GiveUpNode.class);

    private final RuntimeStore store;
    private final ProcessPresence presence;
    private final MessageEncoder encoder;
    private final CommitSignal signal;
    private final InstantSource clock;
    private final IdSource ids;

    /**
     * @param store all games, not those of one node
     */
    public GiveUpNode(
            RuntimeStore store,
            ProcessPresence presence,
            MessageEncoder encoder,
            CommitSignal signal,
            InstantSource clock,
            IdSource ids) {
        this.store = store;
        this.presence = presence;
        this.encoder = encoder;
        this.signal = signal;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What one call has settled.
     *
     * @param node the node that is given up
     * @param games games whose engine is gone now
     * @param operations operations that have failed now
     * @param more whether there is more to settle
     */
    public record Settled(Node node, int games, int operations, boolean more) {}

    /**
     * Settles some of it.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if PostgreSQL does not answer; what
     *     was settled stays so
     */
    Settled settle(Node node) throws InterruptedException {
        List<OpenOperation> open = store.openOperationsOn(node.id());
        int failed = 0;
        for (OpenOperation row : open.stream().limit(MOST).toList()) {
            stopIfAsked();
            failed += fail(row, node) ? 1 : 0;
        }
        RecordChunk running =
                store.chunkOn(
                        node.id(), Optional.of(RuntimeStatus.RUNNING), Optional.empty(), MOST);
        int gone = 0;
        for (RuntimeRecord record : running.records()) {
            stopIfAsked();
            gone += dispose(record) ? 1 : 0;
        }
        boolean more =
                running.next().isPresent()
                        || gone < running.records().size()
                        || failed < open.size();
        LOG.info(
                "a retired node's games are settled",
                LogField.of("node", node.label()),
                LogField.of("games", gone),
                LogField.of("operations", failed),
                LogField.of("more", more));
        return new Settled(node, gone, failed, more);
    }

    private static void stopIfAsked() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Whether the row is closed by this. */
    private boolean fail(OpenOperation left, Node node) {
        Optional<OpenOperation> taken = store.takeOver(left, presence.bootId());
        if (taken.isEmpty()) {
            return false;
        }
        OpenOperation row = taken.orElseThrow();
        Verdict.Failed verdict =
                new Verdict.Failed(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "node %s was given up before the %s was done"
                                .formatted(node.label(), row.kind().wire()));
        List<OutboxMessage> messages =
                row.sourceRef().isEmpty()
                        ? List.of()
                        : List.of(
                                message(
                                        new Announcement.JobResult(
                                                row.gameId(),
                                                verdict,
                                                Optional.empty(),
                                                Optional.empty())));
        try {
            store.commit(
                    new Completion(
                            row,
                            verdict,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            messages,
                            clock.instant()));
        } catch (OwnershipLostException _) {
            // Another call of the same is faster.
            return false;
        }
        if (!messages.isEmpty()) {
            signal.committed();
        }
        LOG.warn(
                "operation failed",
                LogField.of("op_kind", row.kind().wire()),
                LogField.of("op_source", row.source().wire()),
                LogField.of("game_id", row.gameId()),
                LogField.of("operation_id", row.id()),
                LogField.of("error_code", verdict.code().wire()),
                LogField.of("error", verdict.message()));
        return true;
    }

    /** Whether the game's record says now that its container is gone. */
    private boolean dispose(RuntimeRecord seen) {
        AtomicBoolean changed = new AtomicBoolean();
        OpenResult result =
                store.openAndCommit(
                        request(seen),
                        Optional.empty(),
                        opened -> {
                            Completion completion = disappeared(seen, opened);
                            changed.set(completion.record().isPresent());
                            return completion;
                        });
        if (!(result instanceof OpenResult.Opened)) {
            return false;
        }
        if (changed.get()) {
            signal.committed();
            new HealthEventLine(LOG)
                    .write(
                            seen.gameId(),
                            seen.state().containerId().orElseThrow(),
                            HealthSource.RECONCILE,
                            new HealthObservation.ContainerDisappeared());
        }
        return true;
    }

    private OperationRequest request(RuntimeRecord seen) {
        return new OperationRequest(
                new OperationId(ids.next()),
                seen.gameId(),
                seen.node(),
                OperationKind.RECONCILE_DISPOSE,
                new Origin.Call(OperationSource.AUTO_RECONCILE),
                Optional.empty(),
                Optional.empty(),
                presence.bootId(),
                clock.instant());
    }

    /**
     * The record may have changed since it was listed, even to another engine on the same node if
     * that was opened again; then there is nothing to do.
     */
    private Completion disappeared(RuntimeRecord seen, OpenResult.Opened opened) {
        Instant now = clock.instant();
        Optional<RuntimeRecord> running =
                opened.record()
                        .filter(record -> record.state().equals(seen.state()))
                        .filter(record -> record.node().equals(opened.operation().node()));
        if (running.isEmpty()) {
            return new Completion(
                    opened.operation(),
                    new Verdict.Replayed(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    now);
        }
        RuntimeRecord before = running.orElseThrow();
        GameId gameId = before.gameId();
        ContainerId container = before.state().containerId().orElseThrow();
        RuntimeRecord after =
                before.with(new RuntimeState.Removed(before.state().whenStopped(), now), now);
        HealthObservation gone = new HealthObservation.ContainerDisappeared();
        return new Completion(
                opened.operation(),
                new Verdict.Done(),
                Optional.of(container),
                Optional.empty(),
                Optional.of(after),
                Optional.of(
                        new HealthSnapshot(
                                gameId,
                                Optional.of(container),
                                gone.status(),
                                HealthSource.RECONCILE,
                                encoder.details(gone),
                                now)),
                List.of(message(new Announcement.HealthEvent(gameId, container, now, gone))),
                EndedEngines.of(
                        opened.operation(),
                        Optional.of(before),
                        Optional.of(after),
                        Optional.empty(),
                        false,
                        now),
                now);
    }

    private OutboxMessage message(Announcement announcement) {
        return encoder.encode(new MessageId(ids.next()), announcement);
    }
}
