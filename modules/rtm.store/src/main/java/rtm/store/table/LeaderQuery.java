package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rtm.domain.model.BootId;
import rtm.domain.model.Leader;
import rtm.store.sql.LockKeys;
import rtm.store.sql.SqlValues;

/**
 * Finds the session that holds the leader's lock. The leader writes its identity and the time into
 * the name of its session, so that no table has to say who leads.
 */
public final class LeaderQuery {

    /** Names the session of a process that has just become the leader; the parameter is its id. */
    public static final String NAME_SESSION =
            """
            SELECT set_config('application_name', 'rtmanager-leader '
                || floor(extract(epoch FROM clock_timestamp()))::bigint || ' ' || ?, false) <> ''
            """;

    private static final String SELECT =
            "SELECT a.application_name AS name, "
                    + ProcessAddress.OF_SESSION
                    + """
                    AS address
                    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                    WHERE l.locktype = 'advisory' AND l.granted AND l.mode = 'ExclusiveLock'
                        AND l.classid = %d AND l.objid = 1 AND l.objsubid = 2
                        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    """
                            .formatted(LockKeys.INTAKE);

    private static final Pattern NAME =
            Pattern.compile("rtmanager-leader ([0-9]{1,12}) ([0-9a-f]{32})");

    private static final Pattern DASHES = Pattern.compile("(.{8})(.{4})(.{4})(.{4})(.{12})");

    private LeaderQuery() {}

    /** How a session's name spells an id: without dashes, since PostgreSQL keeps 63 bytes. */
    public static String spelled(BootId bootId) {
        return bootId.toString().replace("-", "");
    }

    static Optional<Leader> run(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT);
                ResultSet rows = statement.executeQuery()) {
            return rows.next()
                    ? Optional.of(
                            leader(
                                    SqlValues.optionalString(rows, "name").orElse(""),
                                    SqlValues.optionalString(rows, "address")))
                    : Optional.empty();
        }
    }

    private static Leader leader(String name, Optional<String> address) {
        Matcher said = NAME.matcher(name);
        return said.matches()
                ? new Leader(
                        Optional.of(bootId(said.group(2))),
                        address,
                        Optional.of(Instant.ofEpochSecond(Long.parseLong(said.group(1)))))
                : new Leader(Optional.empty(), address, Optional.empty());
    }

    private static BootId bootId(String digits) {
        return new BootId(UUID.fromString(DASHES.matcher(digits).replaceFirst("$1-$2-$3-$4-$5")));
    }
}
