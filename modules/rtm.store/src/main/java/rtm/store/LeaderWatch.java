package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Duty;
import rtm.domain.time.Deadline;
import rtm.store.sql.SqlValues;

/**
 * Ends the session of a leader that is connected and stands still, be it the intake's or that of a
 * node. A leader asks something each second; PostgreSQL records when. It stands still if it asked
 * nothing for the timeout, by PostgreSQL's clock, and asks nothing while it is watched either: so a
 * clock that jumps ends nobody's session. For one thread only.
 */
final class LeaderWatch {

    private static final Log LOG = Log.of(LeaderWatch.class);

    /** Several times as long as a leader that is alive asks nothing. */
    private static final Duration WATCHED_FOR = Duration.ofSeconds(3);

    private static final int MAY_NOT_SEE_OR_END = 42501;

    private static final String LOOK =
            """
            SELECT session.pid, session.usename AS role, session.state_change::text AS asked,
                clock_timestamp() - session.state_change > make_interval(secs => ?) AS still
            FROM pg_locks AS lock JOIN pg_stat_activity AS session ON session.pid = lock.pid
            WHERE lock.locktype = 'advisory' AND lock.granted AND lock.objsubid = 2
                AND lock.classid::bigint = ? AND lock.objid::bigint = ?
                AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;

    /** Only if it has asked nothing since the last look. */
    private static final String END =
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE pid = ? AND state_change::text = ?
            """;

    private final Duration timeout;
    private final Map<Duty, Standstill> seen = new HashMap<>();
    private boolean warned;

    LeaderWatch(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * A leader that has asked nothing for the timeout.
     *
     * @param pid its session
     * @param asked when it last asked something, as PostgreSQL writes it
     * @param enough when it was watched for long enough
     */
    private record Standstill(int pid, String asked, Deadline enough) {

        boolean isSame(int otherPid, String otherAsked) {
            return pid == otherPid && asked.equals(otherAsked);
        }
    }

    /** Looks at the session that has a duty's lock, and ends it if its process stands still. */
    void look(Connection connection, Duty duty) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
            statement.setDouble(1, timeout.toMillis() / 1000.0);
            statement.setInt(2, DutyKey.kind(duty));
            statement.setInt(3, DutyKey.number(duty));
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    judge(connection, duty, rows);
                }
            }
        }
    }

    private void judge(Connection connection, Duty duty, ResultSet row) throws SQLException {
        int pid = row.getInt("pid");
        String role = SqlValues.text(String.valueOf(row.getString("role")));
        Optional<String> asked = Optional.ofNullable(row.getString("asked"));
        Optional<Standstill> before = Optional.ofNullable(seen.get(duty));
        if (asked.isEmpty()) {
            warnOfRole(role);
        } else if (!row.getBoolean("still")) {
            seen.remove(duty);
        } else if (before.filter(one -> one.isSame(pid, asked.get())).isEmpty()) {
            seen.put(duty, new Standstill(pid, asked.get(), Deadline.in(WATCHED_FOR)));
        } else if (before.get().enough().past()) {
            end(connection, before.get(), role);
            seen.remove(duty);
        }
    }

    private void end(Connection connection, Standstill leader, String role) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setInt(1, leader.pid());
            statement.setString(2, leader.asked());
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    LOG.warn(
                            "leader stands still, its session is ended",
                            LogField.of("last_sign_of_life", leader.asked()),
                            LogField.of("timeout", timeout));
                }
            }
        } catch (SQLException refused) {
            if (!String.valueOf(MAY_NOT_SEE_OR_END).equals(refused.getSQLState())) {
                throw refused;
            }
            warnOfRole(role);
        }
    }

    private void warnOfRole(String role) {
        LOG.warnOnce(
                !warned,
                "leader has another role, this process takes over only when it ends",
                LogField.of("role", role));
        warned = true;
    }
}
