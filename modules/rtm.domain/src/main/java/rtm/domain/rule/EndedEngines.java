package rtm.domain.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Ending;
import rtm.domain.model.ImageReference;
import rtm.domain.model.KnownExit;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;

/**
 * Which engines ended, given what an operation makes of the record. It holds for every kind of
 * operation: a record that no longer names a running engine, or names another start of it, says
 * that this engine ended.
 */
public final class EndedEngines {

    private EndedEngines() {}

    /**
     * The endings that belong to the commit of an operation.
     *
     * @param before the record that the operation read
     * @param after the record that it commits; empty if it changes none
     * @param exit what Docker said about an end
     * @param withDaemon whether that was together with the daemon
     * @param now the time of the commit
     */
    public static List<Ending> of(
            OpenOperation operation,
            Optional<RuntimeRecord> before,
            Optional<RuntimeRecord> after,
            Optional<KnownExit> exit,
            boolean withDaemon,
            Instant now) {
        List<Ending> ended = new ArrayList<>();
        after.ifPresent(next -> {
            before.filter(record -> !continues(record, next))
                    .flatMap(EndedEngines::running)
                    .ifPresent(container ->
                            ended.add(
                                    ending(
                                            operation,
                                            container,
                                            before.orElseThrow().startedAt(),
                                            Optional.of(before.orElseThrow().currentImage()),
                                            now)));
            newlyStopped(before, next)
                    .ifPresent(container ->
                            ended.add(
                                    ending(
                                            operation,
                                            container,
                                            operation.startedAt(),
                                            Optional.empty(),
                                            now)));
        });
        return ended.stream().map(one -> completed(one, exit, withDaemon)).toList();
    }

    private static boolean continues(RuntimeRecord before, RuntimeRecord after) {
        return before.state().equals(after.state()) && before.startedAt().equals(after.startedAt());
    }

    private static Optional<ContainerId> running(RuntimeRecord record) {
        return record.state() instanceof RuntimeState.Running(ContainerId container)
                ? Optional.of(container)
                : Optional.empty();
    }

    /** An engine that no record named as running. */
    private static Optional<ContainerId> newlyStopped(
            Optional<RuntimeRecord> before, RuntimeRecord after) {
        return after.state() instanceof RuntimeState.Stopped(ContainerId container, _)
                        && !before.flatMap(record -> record.state().containerId())
                                .equals(Optional.of(container))
                ? Optional.of(container)
                : Optional.empty();
    }

    private static Ending ending(
            OpenOperation operation,
            ContainerId container,
            Instant startedAt,
            Optional<ImageReference> image,
            Instant now) {
        return new Ending(
                operation.gameId(),
                container,
                startedAt,
                now,
                image,
                OptionalInt.empty(),
                false,
                operation.source() != OperationSource.AUTO_RECONCILE,
                false);
    }

    private static Ending completed(Ending ending, Optional<KnownExit> exit, boolean withDaemon) {
        return exit.filter(known -> known.container().equals(ending.container()))
                .map(known -> {
                    Ending complete = ending.with(known);
                    return withDaemon ? complete.endedWithDaemon() : complete;
                })
                .orElse(ending);
    }
}
