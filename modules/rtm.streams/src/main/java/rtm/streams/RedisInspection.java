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
 * @param version Redis' version; like the next two, empty if this user may not ask
 * @param evictionPolicy which keys Redis deletes when its memory is full; {@code noeviction} for
 *     none
 * @param appendOnly whether Redis appends every write to a file
 * @param clockAhead how far Redis' clock is ahead of this host's; corrected by the duration of the
 *     call
 */
public record RedisInspection(
        Optional<String> version,
        Optional<String> evictionPolicy,
        Optional<Boolean> appendOnly,
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
                Optional.ofNullable(facts.get("redis_version")),
                Optional.ofNullable(facts.get("maxmemory_policy")),
                Optional.ofNullable(facts.get("aof_enabled")).map("1"::equals),
                ClockSkew.ahead(asked, serverTime, heard));
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
