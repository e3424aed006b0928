package rtm.domain.usecase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.Announcement;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.MessageId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.Verdict;
import rtm.domain.port.CommitSignal;
import rtm.domain.port.IdSource;
import rtm.domain.port.MessageEncoder;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.Begun;

/** Commits what an operation did, with everything that others are told about it. */
final class Committer {

    private static final Log LOG = Log.of(Committer.class);

    private final RuntimeStore store;
    private final MessageEncoder encoder;
    private final CommitSignal signal;
    private final GameStates states;
    private final InstantSource clock;
    private final IdSource ids;

    /** Wires the committer. */
    Committer(
            RuntimeStore store,
            MessageEncoder encoder,
            CommitSignal signal,
            GameStates states,
            InstantSource clock,
            IdSource ids) {
        this.store = store;
        this.encoder = encoder;
        this.signal = signal;
        this.states = states;
        this.clock = clock;
        this.ids = ids;
    }

    Outcome commit(Scope scope, Settlement settlement) {
        return close(scope.operation(), scope.record(), settlement);
    }

    Outcome close(OpenOperation operation, Optional<RuntimeRecord> before, Settlement settlement) {
        Completion completion = completion(operation, before, settlement);
        store.commit(completion);
        committed(completion, settlement);
        return new Outcome.Settled(settlement.verdict(), settlement.record().or(() -> before));
    }

    /** Opens a row and closes it at once, so that nobody ever finds it open. */
    Begun closeAtOnce(
            OperationRequest request, Optional<BootId> takeOverFrom, Settlement settlement) {
        AtomicReference<Optional<Completion>> last = new AtomicReference<>(Optional.empty());
        Begun begun =
                store.settleAtOnce(
                        request,
                        takeOverFrom,
                        opened -> {
                            Completion completion =
                                    completion(opened.operation(), opened.record(), settlement);
                            last.set(Optional.of(completion));
                            return completion;
                        });
        if (begun instanceof Begun.Opened) {
            committed(last.get().orElseThrow(), settlement);
        }
        return begun;
    }

    private Completion completion(
            OpenOperation operation, Optional<RuntimeRecord> before, Settlement settlement) {
        Optional<RuntimeRecord> after = settlement.record().or(() -> before);
        List<OutboxMessage> messages = new ArrayList<>();
        for (Announcement announcement : announcements(operation, settlement, after)) {
            messages.add(encoder.encode(new MessageId(ids.next()), announcement));
        }
        return new Completion(
                operation,
                settlement.verdict(),
                settlement.container(),
                previousImage(operation, before),
                settlement.record(),
                settlement.snapshot(),
                messages,
                clock.instant());
    }

    private void committed(Completion completion, Settlement settlement) {
        if (!completion.messages().isEmpty()) {
            signal.committed();
        }
        if (!(settlement.verdict() instanceof Verdict.Failed)) {
            states.note(completion.operation().gameId());
        }
        tell(completion.operation(), settlement, completion.finishedAt());
    }

    /** The image that a restart or a patch found, also if it was put back. */
    private static Optional<ImageReference> previousImage(
            OpenOperation operation, Optional<RuntimeRecord> before) {
        return switch (operation.kind()) {
            case RESTART, PATCH -> before.map(RuntimeRecord::currentImage);
            case START,
                    STOP,
                    CLEANUP_CONTAINER,
                    RECONCILE_ADOPT,
                    RECONCILE_DISPOSE,
                    RECONCILE_OBSERVED_EXITED ->
                    Optional.empty();
        };
    }

    private static List<Announcement> announcements(
            OpenOperation operation, Settlement settlement, Optional<RuntimeRecord> record) {
        List<Announcement> all = new ArrayList<>(settlement.announcements());
        if (operation.sourceRef().isPresent()) {
            all.add(result(operation, settlement, record));
        }
        if (operation.kind() == OperationKind.START
                && settlement.verdict() instanceof Verdict.Failed(var code, var message)
                && code.toldToAdmin()) {
            all.add(
                    new Announcement.StartFailed(
                            operation.gameId(),
                            operation.image().orElse(""),
                            code,
                            message,
                            operation.startedAt()));
        }
        return all;
    }

    private static Announcement result(
            OpenOperation operation, Settlement settlement, Optional<RuntimeRecord> record) {
        return switch (settlement.verdict()) {
            case Verdict.Done _, Verdict.Replayed _ ->
                    new Announcement.JobResult(
                            operation.gameId(),
                            settlement.verdict(),
                            settlement.container(),
                            record.map(RuntimeRecord::engineEndpoint));
            case Verdict.Failed _ ->
                    new Announcement.JobResult(
                            operation.gameId(),
                            settlement.verdict(),
                            Optional.empty(),
                            Optional.empty());
        };
    }

    private static void tell(OpenOperation operation, Settlement settlement, Instant finishedAt) {
        List<Pair> pairs = new ArrayList<>();
        pairs.add(Pair.of("op_kind", operation.kind().wire()));
        pairs.add(Pair.of("op_source", operation.source().wire()));
        pairs.add(Pair.of("game_id", operation.gameId()));
        pairs.add(Pair.of("operation_id", operation.id()));
        settlement
                .container()
                .map(ContainerId::value)
                .ifPresent(container -> pairs.add(Pair.of("container_id", container)));
        pairs.add(
                Pair.of(
                        "duration_ms",
                        Duration.between(operation.startedAt(), finishedAt).toMillis()));
        switch (settlement.verdict()) {
            case Verdict.Done _ -> LOG.info("operation succeeded", pairs.toArray(Pair[]::new));
            case Verdict.Replayed _ ->
                    LOG.info("operation had nothing to do", pairs.toArray(Pair[]::new));
            case Verdict.Failed(var code, var message) -> {
                pairs.add(Pair.of("error_code", code.wire()));
                pairs.add(Pair.of("error", message));
                LOG.warn("operation failed", pairs.toArray(Pair[]::new));
            }
        }
    }
}
