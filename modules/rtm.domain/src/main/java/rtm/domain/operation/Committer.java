package rtm.domain.operation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
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
import rtm.domain.port.RuntimeStore.OpenResult;
import rtm.domain.rule.EndedEngines;
import rtm.domain.state.GameStates;

/** Commits what an operation did, together with all messages about it. */
public final class Committer {

    private static final Log LOG = Log.of(Committer.class);

    private final RuntimeStore store;
    private final MessageEncoder encoder;
    private final CommitSignal signal;
    private final GameStates states;
    private final InstantSource clock;
    private final IdSource ids;

    /** Wires the committer. */
    public Committer(
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

    public Outcome commit(OperationContext context, StepResult result) {
        return close(context.operation(), context.record(), result);
    }

    /** The same for an exit that was observed; it is stored with what Docker said about it. */
    public Outcome commit(OperationContext context, StepResult result, ObservedExit observed) {
        return close(context.operation(), context.record(), result, observed);
    }

    Outcome close(OpenOperation operation, Optional<RuntimeRecord> before, StepResult result) {
        return close(operation, before, result, ObservedExit.NONE);
    }

    private Outcome close(
            OpenOperation operation,
            Optional<RuntimeRecord> before,
            StepResult result,
            ObservedExit observed) {
        Completion completion = completion(operation, before, result, observed);
        store.commit(completion);
        committed(completion, result);
        return new Outcome.Settled(result.verdict(), result.record().or(() -> before));
    }

    /** Opens and closes a row in one transaction, so that nobody finds it open. */
    OpenResult closeAtOnce(
            OperationRequest request, Optional<BootId> takeOverFrom, StepResult result) {
        AtomicReference<Optional<Completion>> last = new AtomicReference<>(Optional.empty());
        OpenResult answer =
                store.openAndCommit(
                        request,
                        takeOverFrom,
                        opened -> {
                            Completion completion =
                                    completion(
                                            opened.operation(),
                                            opened.record(),
                                            result,
                                            ObservedExit.NONE);
                            last.set(Optional.of(completion));
                            return completion;
                        });
        if (answer instanceof OpenResult.Opened) {
            committed(last.get().orElseThrow(), result);
        }
        return answer;
    }

    private Completion completion(
            OpenOperation operation,
            Optional<RuntimeRecord> before,
            StepResult result,
            ObservedExit observed) {
        Optional<RuntimeRecord> after = result.record().or(() -> before);
        List<OutboxMessage> messages = new ArrayList<>();
        for (Announcement announcement : announcements(operation, result, after)) {
            messages.add(encoder.encode(new MessageId(ids.next()), announcement));
        }
        Instant now = clock.instant();
        return new Completion(
                operation,
                result.verdict(),
                result.container(),
                previousImage(operation, before),
                result.record(),
                result.place(),
                result.snapshot(),
                messages,
                EndedEngines.of(
                        operation,
                        before,
                        result.record(),
                        observed.exit(),
                        observed.withDaemon(),
                        now),
                now);
    }

    private void committed(Completion completion, StepResult result) {
        if (!completion.messages().isEmpty()) {
            signal.committed();
        }
        if (mayHaveRun(completion.operation(), result)) {
            states.note(completion.operation().gameId());
        }
        log(completion.operation(), result, completion.finishedAt());
    }

    /** Whether an engine may have written to its folder since the operation before. */
    private static boolean mayHaveRun(OpenOperation operation, StepResult result) {
        return switch (result.verdict()) {
            case Verdict.Done _ -> true;
            case Verdict.Replayed _ -> operation.kind() == OperationKind.START;
            case Verdict.Failed _ -> false;
        };
    }

    /** The image before a restart or a patch, also if that was rolled back. */
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
            OpenOperation operation, StepResult result, Optional<RuntimeRecord> record) {
        List<Announcement> all = new ArrayList<>(result.announcements());
        if (!result.answersJob()) {
            return all;
        }
        if (operation.sourceRef().isPresent()) {
            all.add(result(operation, result, record));
        }
        if (operation.kind() == OperationKind.START
                && result.verdict() instanceof Verdict.Failed(var code, var message)
                && code.reportedToAdmins()) {
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
            OpenOperation operation, StepResult result, Optional<RuntimeRecord> record) {
        return switch (result.verdict()) {
            case Verdict.Done _, Verdict.Replayed _ ->
                    new Announcement.JobResult(
                            operation.gameId(),
                            result.verdict(),
                            result.container(),
                            record.map(RuntimeRecord::engineEndpoint));
            case Verdict.Failed _ ->
                    new Announcement.JobResult(
                            operation.gameId(),
                            result.verdict(),
                            Optional.empty(),
                            Optional.empty());
        };
    }

    private static void log(OpenOperation operation, StepResult result, Instant finishedAt) {
        List<LogField> pairs = new ArrayList<>();
        pairs.add(LogField.of("op_kind", operation.kind().wire()));
        pairs.add(LogField.of("op_source", operation.source().wire()));
        pairs.add(LogField.of("game_id", operation.gameId()));
        pairs.add(LogField.of("operation_id", operation.id()));
        result.container()
                .map(ContainerId::value)
                .ifPresent(container -> pairs.add(LogField.of("container_id", container)));
        pairs.add(
                LogField.of(
                        "duration_ms",
                        Duration.between(operation.startedAt(), finishedAt).toMillis()));
        switch (result.verdict()) {
            case Verdict.Done _ -> LOG.info("operation succeeded", pairs.toArray(LogField[]::new));
            case Verdict.Replayed _ ->
                    LOG.info("operation had nothing to do", pairs.toArray(LogField[]::new));
            case Verdict.Failed(var code, var message) -> {
                pairs.add(LogField.of("error_code", code.wire()));
                pairs.add(LogField.of("error", message));
                LOG.warn("operation failed", pairs.toArray(LogField[]::new));
            }
        }
    }
}
