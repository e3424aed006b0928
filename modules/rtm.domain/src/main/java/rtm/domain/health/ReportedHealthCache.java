package rtm.domain.health;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import rtm.domain.health.ObserveRuntime.Sighting;
import rtm.domain.model.GameId;
import rtm.domain.model.RuntimeRecord;

/**
 * What one observer remembers of each running engine while its record stays the same. A report is
 * recorded after its commit is confirmed; an unknown result is resolved first.
 *
 * <p>Safe for use by many threads, one at a time for each game.
 *
 * @param <S> what is remembered
 */
final class ReportedHealthCache<S> {

    private final ObserveRuntime observe;
    private final Map<GameId, Page<S>> pages = new ConcurrentHashMap<>();

    ReportedHealthCache(ObserveRuntime observe) {
        this.observe = observe;
    }

    private record Page<S>(
            RuntimeRecord record, Optional<S> noted, Optional<Unsettled<S>> unsettled) {

        boolean isAbout(RuntimeRecord other) {
            return record.version() == other.version() && record.state().equals(other.state());
        }
    }

    private record Unsettled<S>(Sighting sighting, S onceReported) {}

    /** Forgets every engine that no longer runs, or not in the same container. */
    void keepOnly(Collection<RuntimeRecord> running) {
        Map<GameId, RuntimeRecord> byGame =
                running.stream().collect(Collectors.toMap(RuntimeRecord::gameId, each -> each));
        pages.entrySet()
                .removeIf(page -> {
                    RuntimeRecord now = byGame.get(page.getKey());
                    return now == null || !page.getValue().isAbout(now);
                });
    }

    /**
     * The last entry.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it is not known whether the last
     *     report was committed
     */
    Optional<S> read(RuntimeRecord record) {
        Page<S> page = pages.get(record.gameId());
        if (page == null || !page.isAbout(record)) {
            pages.remove(record.gameId());
            return Optional.empty();
        }
        return settled(page);
    }

    private Optional<S> settled(Page<S> page) {
        if (page.unsettled().isEmpty()) {
            return page.noted();
        }
        Unsettled<S> unsettled = page.unsettled().orElseThrow();
        boolean reported = observe.commit(unsettled.sighting());
        Optional<S> noted = reported ? Optional.of(unsettled.onceReported()) : page.noted();
        put(new Page<>(page.record(), noted, Optional.empty()));
        return noted;
    }

    /** Replaces the entry. */
    void write(RuntimeRecord record, S noted) {
        put(new Page<>(record, Optional.of(noted), Optional.empty()));
    }

    /**
     * Commits an observation.
     *
     * @param untilThen what is recorded until the report is committed
     * @param onceReported what is recorded after that
     * @throws rtm.domain.model.DependencyUnavailableException if it is not known whether it is
     *     committed
     */
    void report(RuntimeRecord record, Sighting sighting, Optional<S> untilThen, S onceReported) {
        Page<S> page =
                new Page<>(record, untilThen, Optional.of(new Unsettled<>(sighting, onceReported)));
        put(page);
        settled(page);
    }

    private void put(Page<S> page) {
        pages.put(page.record().gameId(), page);
    }
}
