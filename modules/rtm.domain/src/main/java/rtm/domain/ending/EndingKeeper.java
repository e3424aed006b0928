package rtm.domain.ending;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Ending;
import rtm.domain.model.EndingEntry;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.KnownExit;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.EndingStore;
import rtm.domain.rule.ExitReport;

/**
 * Completes the endings of engines: it asks Docker how they were and reads the last output, while
 * the container still exists. The commit that records an end does not wait for this. It happens
 * soon afterwards, and at the latest before an operation removes the container or starts it again.
 */
public final class EndingKeeper {

    private static final Log LOG = Log.of(EndingKeeper.class);

    private final EndingStore endings;
    private final ContainerDaemon daemon;
    private final NodeId node;
    private final InstantSource clock;

    /**
     * Stores in the endings what the daemon says.
     *
     * @param node the node whose daemon it is; the endings on others are left to them
     */
    public EndingKeeper(
            EndingStore endings, ContainerDaemon daemon, NodeId node, InstantSource clock) {
        this.endings = endings;
        this.daemon = daemon;
        this.node = node;
        this.clock = clock;
    }

    /**
     * Endings of a game, or of all games of the node, that wait for {@link #complete}; oldest
     * first.
     */
    public List<EndingEntry> incomplete(Optional<GameId> gameId, int limit) {
        return endings.withoutOutput(node, gameId, limit);
    }

    /**
     * Completes a stored ending.
     *
     * @throws DependencyUnavailableException if it has to be tried again later
     */
    public void complete(EndingEntry entry) {
        Ending ending = entry.ending();
        Optional<InspectedContainer> found = daemon.inspect(ending.gameId(), ending.container());
        if (found.isEmpty()) {
            missing(ending, "the container is gone");
        } else if (found.orElseThrow().container().live() || isEarlierLife(entry)) {
            missing(ending, "the container was started again");
        } else {
            InspectedContainer ended = found.orElseThrow();
            endings.save(
                    node,
                    ending.with(exit(ended))
                            .with(ImageReference.parse(ended.container().engineImage())),
                    Optional.of(output(ending.container())));
        }
    }

    private void missing(Ending ending, String reason) {
        endings.save(node, ending, Optional.of(new EndingOutput.Missing(reason)));
    }

    private boolean isEarlierLife(EndingEntry entry) {
        return endings.last(entry.ending().container())
                .filter(last -> last.row() != entry.row())
                .isPresent();
    }

    /**
     * Stores the ending of an engine whose container is about to be removed or started again, as
     * far as it is not complete yet. Without an answer of Docker, the operation goes on.
     *
     * @param record the game's record when the operation opened its row
     * @throws DependencyUnavailableException if PostgreSQL does not answer
     */
    public void keepBeforeLoss(
            OpenOperation operation, Optional<RuntimeRecord> record, ContainerId container) {
        Optional<RuntimeRecord> named =
                record.filter(one -> one.state().equals(new RuntimeState.Running(container)));
        Optional<EndingEntry> known =
                named.isPresent() ? Optional.empty() : endings.last(container);
        if (known.flatMap(EndingEntry::output).isPresent()) {
            return;
        }
        Optional<InspectedContainer> found =
                ifAnswered(
                                operation,
                                container,
                                () -> daemon.inspect(operation.gameId(), container))
                        .filter(there -> there.state() != ContainerState.CREATED);
        Optional<Ending> ending =
                found.flatMap(there ->
                        known.map(EndingEntry::ending)
                                .or(() -> ending(operation, named, there))
                                .map(one ->
                                        there.container().live() ? one : one.with(exit(there))));
        if (ending.isPresent()) {
            Optional<EndingOutput> output =
                    ifAnswered(operation, container, () -> Optional.of(output(container)));
            endings.save(node, ending.orElseThrow(), output);
        }
    }

    /**
     * Stores that an operation is about to stop an engine that the record does not name as running,
     * so that the change of the record will not show its end. It comes before the stop: afterwards
     * nothing would distinguish the engine from one that ended earlier.
     *
     * @throws DependencyUnavailableException if PostgreSQL does not answer
     */
    public void stopping(OpenOperation operation, ContainerId container) {
        endings.save(
                node,
                new Ending(
                        operation.gameId(),
                        container,
                        operation.startedAt(),
                        clock.instant(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        false,
                        true,
                        false),
                Optional.empty());
    }

    /** The end of the recorded engine, or of one that the operation itself made. */
    private Optional<Ending> ending(
            OpenOperation operation, Optional<RuntimeRecord> named, InspectedContainer there) {
        if (named.isEmpty() && !there.container().madeBy(operation.id())) {
            return Optional.empty();
        }
        return Optional.of(
                new Ending(
                        operation.gameId(),
                        there.id(),
                        named.map(RuntimeRecord::startedAt)
                                .or(there::startedAt)
                                .orElse(operation.startedAt()),
                        clock.instant(),
                        named.map(RuntimeRecord::currentImage)
                                .or(() -> ImageReference.parse(there.container().engineImage())),
                        OptionalInt.empty(),
                        false,
                        named.isPresent() || there.container().live(),
                        false));
    }

    private static KnownExit exit(InspectedContainer ended) {
        ExitReport report = ExitReport.of(ended.exitCode(), ended.oomKilled(), false, 0);
        return new KnownExit(
                ended.id(), OptionalInt.of(report.exitCode()), report.oom(), ended.finishedAt());
    }

    private EndingOutput output(ContainerId container) {
        try {
            return daemon.logs(container, EndingOutput.MOST_LINES, EndingOutput.MOST_BYTES)
                    .<EndingOutput>map(EndingOutput.Kept::new)
                    .orElseGet(() -> new EndingOutput.Missing("the container is gone"));
        } catch (DaemonRefusedException refused) {
            return new EndingOutput.Missing("Docker refused to return it: " + refused.text());
        }
    }

    /** Asks Docker, which may be away. */
    private static <T> Optional<T> ifAnswered(
            OpenOperation operation, ContainerId container, Supplier<Optional<T>> question) {
        try {
            return question.get();
        } catch (DependencyUnavailableException away) {
            LOG.warn(
                    "output of an engine that ended is not kept",
                    LogField.of("game_id", operation.gameId()),
                    LogField.of("container_id", container),
                    LogField.of("error", away.text()));
            return Optional.empty();
        }
    }
}
