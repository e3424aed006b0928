package rtm.streams;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.text.OneLine;

/**
 * The id of the PostgreSQL database that Redis' offsets, leases and published ids belong to. With a
 * different database, jobs that it never did would count as done.
 */
final class DatabaseMark {

    static final String KEY = "rtmanager:database";

    private static final Log LOG = Log.of(DatabaseMark.class);

    /** An id has 36 characters. */
    private static final int LONGEST_SHOWN = 100;

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

    /**
     * The beginning of scripts that do this service's work: a function that answers with an error
     * if Redis is marked for another database. Its arguments are the key of the mark and the id of
     * this database, or an empty text as long as Redis is not marked by this process.
     */
    static final String GUARD =
            """
            local function foreign(key, own)
              local mark = own ~= '' and redis.pcall('GET', key)
              if type(mark) == 'string' and mark ~= own then
                local shown = string.gsub(string.sub(mark, 1, 100), '%c', '?')
                return redis.error_reply('OTHERDATABASE its offsets and leases belong to database '
                  .. shown .. ', but this database is ' .. own)
              end
              return nil
            end
            """;

    private final ReconnectingConnection link;

    /** The database of this process, once Redis has its mark. */
    private volatile Optional<String> own = Optional.empty();

    DatabaseMark(ReconnectingConnection link) {
        this.link = link;
    }

    /**
     * The id of the database; empty if Redis is new or lost its data.
     *
     * @throws DependencyUnavailableException also if the key has no text; it names the key
     */
    Optional<String> database() {
        return text(() -> link.<byte @Nullable []>call(redis -> redis.get(Text.bytes(KEY))));
    }

    private static Optional<String> text(Supplier<byte @Nullable []> question) {
        try {
            return Optional.ofNullable(question.get()).map(Text::read);
        } catch (DependencyUnavailableException failed) {
            if (Failures.refusal(failed).isPresent()) {
                Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                throw Failures.unavailable(cause, "GET " + KEY);
            }
            throw failed;
        }
    }

    /** The id of this process' database; empty as long as Redis is not marked by this process. */
    String own() {
        return own.orElse("");
    }

    /**
     * Requires that Redis still has the mark of this process' database, and sets it again if Redis
     * lost its data.
     *
     * @throws DependencyUnavailableException if Redis has the mark of another database
     */
    void require() {
        if (own.isEmpty() || database().equals(own)) {
            return;
        }
        UUID database = UUID.fromString(own.orElseThrow());
        remember(database, false)
                .ifPresent(other -> {
                    throw Failures.unavailable(
                            "its offsets and leases belong to database %s, but this database is %s"
                                    .formatted(OneLine.of(other, LONGEST_SHOWN), database),
                            null);
                });
    }

    /**
     * Marks Redis, unless it is marked for another database.
     *
     * @param replace whether to replace the mark of another database
     * @return the other database whose mark stays
     */
    Optional<String> remember(UUID database, boolean replace) {
        String wanted = database.toString();
        List<String> arguments = List.of(wanted, replace ? "1" : "0");
        String before = text(() -> REMEMBER.run(link, List.of(KEY), arguments)).orElse("");
        if (!before.isEmpty() && !before.equals(wanted) && !replace) {
            return Optional.of(before);
        }
        own = Optional.of(wanted);
        if (before.equals(wanted)) {
            return Optional.empty();
        }
        LOG.info(
                "database recorded in redis",
                LogField.of("database_id", wanted),
                LogField.of("before", before));
        return Optional.empty();
    }
}
