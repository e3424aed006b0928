package rtm.domain.overview;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineUsage;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeNames;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.port.EngineUsages;
import rtm.domain.port.FolderSizes;
import rtm.domain.port.StoreOverview;
import rtm.domain.time.Deadline;

/** What the engines of some games use, and how large their state is. */
public final class EngineStats {

    /** All folders together. */
    private static final Duration MEASURING = Duration.ofSeconds(5);

    private final StoreOverview store;
    private final EngineUsages usages;
    private final FolderSizes sizes;
    private final NodeId here;
    private final NodeNames names;

    /**
     * Reads records from the store.
     *
     * @param here the node that is measured
     * @param names those of all nodes
     */
    public EngineStats(
            StoreOverview store,
            EngineUsages usages,
            FolderSizes sizes,
            NodeId here,
            NodeNames names) {
        this.store = store;
        this.usages = usages;
        this.sizes = sizes;
        this.here = here;
        this.names = names;
    }

    /**
     * One game's figures.
     *
     * @param gameId the game
     * @param container its container; empty if it does not run
     * @param usage what its engine uses, if it runs and that could be read
     * @param stateBytes the size of its state folder, if it was asked for and could be measured
     * @param error why something is missing
     * @param elsewhere the node that can say more, if it is another one
     */
    public record Stats(
            GameId gameId,
            Optional<ContainerId> container,
            Optional<EngineUsage> usage,
            Optional<Long> stateBytes,
            Optional<String> error,
            Optional<NodeId> elsewhere) {

        Stats(
                GameId gameId,
                Optional<ContainerId> container,
                Optional<EngineUsage> usage,
                Optional<Long> stateBytes,
                Optional<String> error) {
            this(gameId, container, usage, stateBytes, error, Optional.empty());
        }
    }

    /**
     * Reads several games. A game without a record is missing.
     *
     * @param disk whether to measure the state folders too
     */
    public List<Stats> of(Collection<GameId> games, boolean disk) throws InterruptedException {
        List<RuntimeRecord> records = store.records(games);
        List<ContainerId> running =
                records.stream()
                        .filter(record -> record.node().equals(here))
                        .flatMap(record -> running(record).stream())
                        .toList();
        Map<ContainerId, EngineUsage> used = running.isEmpty() ? Map.of() : usages.read(running);
        Deadline deadline = Deadline.in(MEASURING);
        List<Stats> all = new ArrayList<>();
        for (RuntimeRecord record : records) {
            all.add(
                    record.node().equals(here)
                            ? stats(record, used, disk, deadline)
                            : elsewhere(record));
        }
        return all;
    }

    private Stats elsewhere(RuntimeRecord record) {
        return new Stats(
                record.gameId(),
                running(record),
                Optional.empty(),
                Optional.empty(),
                Optional.of("the game is on node %s".formatted(names.of(record.node()))),
                Optional.of(record.node()));
    }

    private static Optional<ContainerId> running(RuntimeRecord record) {
        return record.state() instanceof RuntimeState.Running(ContainerId container)
                ? Optional.of(container)
                : Optional.empty();
    }

    private Stats stats(
            RuntimeRecord record,
            Map<ContainerId, EngineUsage> used,
            boolean disk,
            Deadline deadline)
            throws InterruptedException {
        Optional<ContainerId> container = running(record);
        Optional<EngineUsage> usage = container.flatMap(id -> Optional.ofNullable(used.get(id)));
        Optional<String> problem =
                usage.isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                container.isEmpty()
                                        ? "the game does not run"
                                        : "neither the kernel nor Docker shows what it uses");
        if (!disk) {
            return new Stats(record.gameId(), container, usage, Optional.empty(), problem);
        }
        try {
            long bytes = sizes.bytes(record.statePath(), deadline.left());
            return new Stats(record.gameId(), container, usage, Optional.of(bytes), problem);
        } catch (IOException failed) {
            String words = String.valueOf(failed.getMessage());
            return new Stats(
                    record.gameId(),
                    container,
                    usage,
                    Optional.empty(),
                    Optional.of(problem.map(first -> first + "; " + words).orElse(words)));
        }
    }
}
