package rtm.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.rule.ClockSkew;

/**
 * The result of an inspection of Redis, which changes nothing.
 *
 * @param product the name and version of the server, such as {@code Redis 7.0.15} or {@code Valkey
 *     8.1.1}; like the next two, empty if this user may not ask
 * @param evictionPolicy which keys Redis deletes when its memory is full; {@code noeviction} for
 *     none
 * @param appendOnly whether Redis appends every write to a file
 * @param database the id of the database that Redis' offsets belong to; empty if it has no note
 * @param clockAhead how far Redis' clock is ahead of this host's; corrected by the duration of the
 *     call
 */
public record RedisInspection(
        Optional<String> product,
        Optional<String> evictionPolicy,
        Optional<Boolean> appendOnly,
        Optional<String> database,
        Duration clockAhead) {

    private static final long MICROSECOND = 1_000L;

    static RedisInspection of(ReconnectingConnection link, InstantSource clock) {
        Map<String, String> facts = facts(link);
        Instant asked = clock.instant();
        List<byte[]> time = link.call(redis -> redis.time());
        Instant heard = clock.instant();
        Instant serverTime =
                Instant.ofEpochSecond(
                        Long.parseLong(Text.answer(time.getFirst())),
                        Long.parseLong(Text.answer(time.getLast())) * MICROSECOND);
        return new RedisInspection(
                product(facts),
                Optional.ofNullable(facts.get("maxmemory_policy")),
                Optional.ofNullable(facts.get("aof_enabled")).map("1"::equals),
                new DatabaseMark(link).database(),
                ClockSkew.ahead(asked, serverTime, heard));
    }

    /** A fork reports in {@code redis_version} the version of Redis that it is compatible with. */
    private static Optional<String> product(Map<String, String> facts) {
        String fork = facts.getOrDefault("server_name", "redis");
        if (fork.equals("redis")) {
            return Optional.ofNullable(facts.get("redis_version")).map("Redis "::concat);
        }
        String name = Character.toUpperCase(fork.charAt(0)) + fork.substring(1);
        return Optional.ofNullable(facts.get(fork + "_version"))
                .map(version -> name + " " + version)
                .or(() -> Optional.of(name));
    }

    /** Lines of {@code name:value}; none if this user may not ask. */
    private static Map<String, String> facts(ReconnectingConnection link) {
        try {
            return link.call(redis -> redis.info())
                    .lines()
                    .map(line -> line.strip().split(":", 2))
                    .filter(parts -> parts.length == 2)
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    parts -> parts[0], parts -> parts[1], (one, _) -> one));
        } catch (DependencyUnavailableException failed) {
            if (Failures.refusal(failed).isPresent()) {
                return Map.of();
            }
            throw failed;
        }
    }
}
