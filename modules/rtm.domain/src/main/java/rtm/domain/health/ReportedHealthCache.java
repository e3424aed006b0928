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
 * What one observer remembers of each running engine while its record stays as it is. That others
 * were told something is noted once it is known to be committed; while that is not known, it is
 * found out before anything else is noted.
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

    private record Unsettled<S>(Sighting sighting, S onceTold) {}

    /** Forgets every engine that does not run any more, or not in the same container. */
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
     * What was noted last.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it is not known whether others
     *     were told
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
        boolean told = observe.commit(unsettled.sighting());
        Optional<S> noted = told ? Optional.of(unsettled.onceTold()) : page.noted();
        put(new Page<>(page.record(), noted, Optional.empty()));
        return noted;
    }

    /** Notes it. */
    void write(RuntimeRecord record, S noted) {
        put(new Page<>(record, Optional.of(noted), Optional.empty()));
    }

    /**
     * Commits a sighting.
     *
     * @param untilThen what is noted while others are not told
     * @param onceTold what is noted once they are
     * @throws rtm.domain.model.DependencyUnavailableException if it is not known whether they are
     */
    void tell(RuntimeRecord record, Sighting sighting, Optional<S> untilThen, S onceTold) {
        Page<S> page =
                new Page<>(record, untilThen, Optional.of(new Unsettled<>(sighting, onceTold)));
        put(page);
        settled(page);
    }

    private void put(Page<S> page) {
        pages.put(page.record().gameId(), page);
    }
}
