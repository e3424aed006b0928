package rtm.domain.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Ending;
import rtm.domain.model.EndingEntry;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.GameId;
import rtm.domain.model.KnownExit;
import rtm.domain.model.LatestEnding;
import rtm.domain.model.NodeId;
import rtm.domain.port.EndingStore;

/** The endings of an {@link InMemoryStore}, whose lock guards them. */
public final class InMemoryEndings implements EndingStore {

    private static final Comparator<EndingEntry> NEWEST_FIRST =
            Comparator.comparing((EndingEntry entry) -> entry.ending().endedAt())
                    .thenComparingLong(EndingEntry::row)
                    .reversed();

    private final Object lock;
    private final Runnable answer;
    private final List<EndingEntry> rows = new ArrayList<>();
    private final Map<Long, NodeId> nodes = new HashMap<>();
    private long lastRow;

    /**
     * @param lock guards the rows
     * @param answer throws {@link DependencyUnavailableException} while PostgreSQL does not answer
     */
    InMemoryEndings(Object lock, Runnable answer) {
        this.lock = lock;
        this.answer = answer;
    }

    /** All rows, in the order of their insertion, whether or not the store answers. */
    public List<EndingEntry> all() {
        synchronized (lock) {
            return List.copyOf(rows);
        }
    }

    @Override
    public void save(NodeId node, Ending ending, Optional<EndingOutput> output) {
        synchronized (lock) {
            answer.run();
            add(node, ending, output);
        }
    }

    /** Adds or completes a row; the caller holds the lock. */
    void add(NodeId node, Ending given, Optional<EndingOutput> output) {
        Ending ending = Micros.of(given);
        int at = index(ending);
        if (at < 0) {
            lastRow++;
            nodes.put(lastRow, node);
            rows.add(new EndingEntry(lastRow, ending, output));
            return;
        }
        EndingEntry old = rows.get(at);
        Ending merged =
                old.ending()
                        .with(
                                new KnownExit(
                                        ending.container(),
                                        ending.exitCode(),
                                        ending.oom(),
                                        Optional.of(ending.endedAt())))
                        .with(ending.image());
        rows.set(
                at,
                new EndingEntry(
                        old.row(),
                        ending.withDaemon() ? merged.endedWithDaemon() : merged,
                        old.output().or(() -> output)));
    }

    private int index(Ending ending) {
        for (int at = 0; at < rows.size(); at++) {
            Ending other = rows.get(at).ending();
            if (other.container().equals(ending.container())
                    && other.startedAt().equals(ending.startedAt())) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public Optional<EndingEntry> last(ContainerId container) {
        return select(entry -> entry.ending().container().equals(container))
                .max(Comparator.comparingLong(EndingEntry::row));
    }

    @Override
    public List<EndingEntry> recent(GameId gameId, Optional<Long> before, int limit) {
        List<EndingEntry> all =
                select(entry -> entry.ending().gameId().equals(gameId))
                        .sorted(NEWEST_FIRST)
                        .toList();
        return all.stream()
                .dropWhile(entry -> before.filter(row -> row != entry.row()).isPresent())
                .skip(before.isPresent() ? 1 : 0)
                .limit(limit)
                .toList();
    }

    /** A game's latest ending, and how many were crashes in the hour up to it. */
    Optional<LatestEnding> latest(GameId gameId) {
        List<Ending> all =
                recent(gameId, Optional.empty(), Integer.MAX_VALUE).stream()
                        .map(EndingEntry::ending)
                        .toList();
        return all.stream()
                .findFirst()
                .map(latest ->
                        new LatestEnding(
                                latest,
                                (int)
                                        all.stream()
                                                .filter(end ->
                                                        !end.requested()
                                                                && !end.withDaemon()
                                                                && end.endedAt()
                                                                        .isAfter(
                                                                                latest.endedAt()
                                                                                        .minusSeconds(
                                                                                                3600)))
                                                .count()));
    }

    @Override
    public List<EndingEntry> withoutOutput(NodeId node, Optional<GameId> gameId, int limit) {
        return select(entry ->
                        entry.output().isEmpty()
                                && node.equals(nodes.get(entry.row()))
                                && gameId.filter(one -> !one.equals(entry.ending().gameId()))
                                        .isEmpty())
                .limit(limit)
                .toList();
    }

    @Override
    public void endedWithDaemon(ContainerId container, Instant endedAt) {
        synchronized (lock) {
            answer.run();
            rows.replaceAll(entry ->
                    entry.ending().container().equals(container)
                                    && entry.ending().endedAt().equals(Micros.of(endedAt))
                            ? new EndingEntry(
                                    entry.row(), entry.ending().endedWithDaemon(), entry.output())
                            : entry);
        }
    }

    @Override
    public int deleteBefore(Instant time, int limit) {
        synchronized (lock) {
            List<EndingEntry> old =
                    select(entry -> entry.ending().endedAt().isBefore(time))
                            .sorted(NEWEST_FIRST.reversed())
                            .limit(limit)
                            .toList();
            rows.removeAll(old);
            return old.size();
        }
    }

    private Stream<EndingEntry> select(Predicate<EndingEntry> which) {
        synchronized (lock) {
            answer.run();
            return rows.stream().filter(which).toList().stream();
        }
    }
}
