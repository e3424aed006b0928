package rtm.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.rule.ClockSkew;

/**
 * The result of an inspection of Redis, which changes nothing.
 *
 * @param product the name and version of the server, such as {@code Redis 7.0.15} or {@code Valkey
 *     8.1.1}; like the next three, empty if this user may not ask
 * @param evictionPolicy which keys Redis deletes when its memory is full; {@code noeviction} for
 *     none
 * @param appendOnly whether Redis appends every write to a file
 * @param takesAnyPassword whether the user that this service logs in as needs no password
 * @param database the id of the database that Redis' offsets belong to; empty if it has no note
 * @param clockAhead how far Redis' clock is ahead of this host's; corrected by the duration of the
 *     call
 */
public record RedisInspection(
        Optional<String> product,
        Optional<String> evictionPolicy,
        Optional<Boolean> appendOnly,
        Optional<Boolean> takesAnyPassword,
        Optional<String> database,
        Duration clockAhead) {

    private static final long MICROSECOND = 1_000L;

    static RedisInspection of(ReconnectingConnection link, InstantSource clock) {
        Map<String, String> facts = facts(() -> link.call(redis -> redis.info()));
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
                takesAnyPassword(link),
                new DatabaseMark(link).database(),
                ClockSkew.ahead(asked, serverTime, heard));
    }

    /** Identifies the server until it is started again; empty if this user may not ask. */
    static Optional<String> runId(ReconnectingConnection link) {
        return Optional.ofNullable(
                facts(() -> link.call(redis -> redis.info("server"))).get("run_id"));
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

    private static Optional<Boolean> takesAnyPassword(ReconnectingConnection link) {
        return unlessRefused(() -> link.call(redis -> redis.aclGetuser(Redis.USER)))
                .map(user ->
                        user.stream()
                                .filter(List.class::isInstance)
                                .flatMap(flags -> ((List<?>) flags).stream())
                                .map(Text::answer)
                                .anyMatch("nopass"::equals));
    }

    /** Lines of {@code name:value}; none if this user may not ask. */
    private static Map<String, String> facts(Supplier<String> info) {
        return unlessRefused(info).stream()
                .flatMap(String::lines)
                .map(line -> line.strip().split(":", 2))
                .filter(parts -> parts.length == 2)
                .collect(
                        Collectors.toUnmodifiableMap(
                                parts -> parts[0], parts -> parts[1], (one, _) -> one));
    }

    private static <T> Optional<T> unlessRefused(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (DependencyUnavailableException failed) {
            if (Failures.refusal(failed).isPresent()) {
                return Optional.empty();
            }
            throw failed;
        }
    }
}
