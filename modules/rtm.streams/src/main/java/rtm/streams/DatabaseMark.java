package rtm.streams;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;

/**
 * The id of the PostgreSQL database that Redis' offsets, leases and published ids belong to. With a
 * different database, jobs that it never did would count as done.
 */
final class DatabaseMark {

    static final String KEY = "rtmanager:database";

    private static final Log LOG = Log.of(DatabaseMark.class);

    /**
     * KEYS: the mark; ARGV: the database's id, "1" to replace another one. Answers the mark from
     * before; nothing if there was none.
     */
    private static final Script<byte @Nullable []> REMEMBER =
            Script.ofText(
                    """
                    local before = redis.call('GET', KEYS[1])
                    if not before or (ARGV[2] == '1' and before ~= ARGV[1]) then
                      redis.call('SET', KEYS[1], ARGV[1])
                    end
                    return before
                    """);

    private final ReconnectingConnection link;

    DatabaseMark(ReconnectingConnection link) {
        this.link = link;
    }

    /** The id of the database; empty if Redis is new or lost its data. */
    Optional<String> database() {
        byte[] found = link.<byte @Nullable []>call(redis -> redis.get(Text.bytes(KEY)));
        return found == null ? Optional.empty() : Optional.of(Text.read(found));
    }

    /**
     * Marks Redis, unless it is marked for another database.
     *
     * @param replace whether to replace the mark of another database
     * @return the other database whose mark stays
     */
    Optional<String> remember(UUID database, boolean replace) {
        String wanted = database.toString();
        byte[] found = REMEMBER.run(link, List.of(KEY), List.of(wanted, replace ? "1" : "0"));
        String before = found == null ? "" : Text.read(found);
        if (before.equals(wanted)) {
            return Optional.empty();
        }
        if (!before.isEmpty() && !replace) {
            return Optional.of(before);
        }
        LOG.info(
                "database recorded in redis",
                LogField.of("database_id", wanted),
                LogField.of("before", before));
        return Optional.empty();
    }
}
