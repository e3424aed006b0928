package rtm.main.check;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import rtm.domain.model.DependencyUnavailableException;
import rtm.main.settings.Settings;
import rtm.store.PostgresInspection;
import rtm.store.StoreOpenException;
import rtm.streams.RedisInspection;
import rtm.streams.RedisStreams;

/** Checks Redis: login, that it is the master, that it keeps its data, clock. */
record RedisCheckup(Settings settings, InstantSource clock) implements Checkup {

    private static final String ITEM = "redis";

    @Override
    public List<Finding> run() {
        RedisInspection seen;
        try (RedisStreams redis = RedisStreams.open(settings.streams(), clock)) {
            seen = redis.inspect(clock);
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Finding.ok(
                        ITEM,
                        "%s at %s, a master"
                                .formatted(
                                        seen.product().orElse("Redis of unknown version"),
                                        settings.streams().address())));
        seen.evictionPolicy()
                .filter(policy -> !policy.equals("noeviction"))
                .ifPresent(policy ->
                        findings.add(
                                Finding.warn(
                                        ITEM,
                                        "deletes keys when its memory is full (%s)"
                                                .formatted(policy),
                                        "set maxmemory-policy noeviction: otherwise jobs and"
                                                + " results can be lost")));
        if (seen.appendOnly().filter(kept -> !kept).isPresent()) {
            findings.add(
                    Finding.warn(
                            ITEM,
                            "writes no append-only file",
                            "set appendonly yes: otherwise entries since the last snapshot are"
                                    + " lost when"
                                    + " Redis stops"));
        }
        if (seen.takesAnyPassword().filter(any -> any).isPresent()) {
            findings.add(
                    Finding.warn(
                            ITEM,
                            "lets in everybody who reaches it, without a password",
                            "set requirepass, and the same password in RTMANAGER_REDIS_PASSWORD"));
        }
        findings.add(Skew.finding(ITEM, seen.clockAhead()));
        anotherDatabase(seen).ifPresent(findings::add);
        return findings;
    }

    private Optional<Finding> anotherDatabase(RedisInspection seen) {
        return seen.database()
                .flatMap(recorded ->
                        present()
                                .filter(database ->
                                        !database.databaseId()
                                                .map(UUID::toString)
                                                .equals(Optional.of(recorded)))
                                .map(database ->
                                        changed(
                                                DatabaseWords.found(
                                                        recorded, database.databaseId()))));
    }

    private Optional<PostgresInspection> present() {
        try {
            return Optional.of(PostgresInspection.of(settings.store(), clock));
        } catch (DependencyUnavailableException | StoreOpenException reportedByPostgresCheckup) {
            return Optional.empty();
        }
    }

    private Finding changed(String found) {
        return settings.process().acceptDatabaseChange()
                ? Finding.warn(
                        ITEM,
                        found,
                        "RTMANAGER_ACCEPT_DATABASE_CHANGE is set: the next start takes over Redis;"
                                + " unset it after that start")
                : Finding.fail(ITEM, found, DatabaseWords.ADVICE);
    }
}
