package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import rtm.domain.model.BootId;
import rtm.domain.model.Duty;
import rtm.store.table.LeaderQuery;
import rtm.store.table.ProcessAddress;

/** A connection that holds the lock of this process, and the queries on it. For one thread only. */
final class PresenceSession implements AutoCloseable {

    private static final String TAKE_DUTY = "SELECT pg_try_advisory_lock(?, ?)";

    private static final String TAKE_AT_ONCE = "SELECT pg_try_advisory_lock(?)";
    private static final String TAKE = "SELECT pg_advisory_lock(?) IS NOT NULL";

    /**
     * A shared lock, so that processes can ask at the same time; and one of the statement's
     * transaction, so that it is released with the answer.
     */
    private static final String IS_FREE = "SELECT pg_try_advisory_xact_lock_shared(?)";

    private static final String END_OTHER_HOLDER =
            """
            SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND mode = 'ExclusiveLock' AND objsubid = 1
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND (classid::bigint << 32 | objid::bigint) = ? AND pid <> pg_backend_pid()
            """;

    private final Connection connection;
    private final BootId bootId;

    private PresenceSession(Connection connection, BootId bootId) {
        this.connection = connection;
        this.bootId = bootId;
    }

    /** Connects and takes the lock of a process; refuses a read-only server. */
    static PresenceSession open(DataSource source, BootId bootId, int port) throws SQLException {
        return of(source.getConnection(), bootId, port);
    }

    /**
     * The same on this connection, which is closed if that fails.
     *
     * @param port where the process answers; 0 if that is not known
     */
    static PresenceSession of(Connection connection, BootId bootId, int port) throws SQLException {
        PresenceSession session = new PresenceSession(connection, bootId);
        try {
            WriteCheck.require(session.connection);
            session.take(key(bootId));
            session.say(port);
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Takes the lock. If it is not free, it can only belong to an earlier session of this process
     * that the server still considers alive: that session is ended.
     */
    private void take(long key) throws SQLException {
        if (!ask(TAKE_AT_ONCE, key)) {
            ask(END_OTHER_HOLDER, key);
            ask(TAKE, key);
        }
    }

    private void say(int port) throws SQLException {
        if (port > 0) {
            try (PreparedStatement statement =
                    connection.prepareStatement(ProcessAddress.SAY_PORT)) {
                statement.setInt(1, port);
                answer(statement);
            }
        }
    }

    /** Takes the lock of a duty if it is free. The session's name then says who leads. */
    boolean tryTake(Duty duty) throws SQLException {
        return lock(duty)
                && switch (duty) {
                    case Duty.Intake _ -> nameLeader();
                    case Duty.OfNode _ -> true;
                };
    }

    private boolean lock(Duty duty) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TAKE_DUTY)) {
            statement.setInt(1, DutyKey.kind(duty));
            statement.setInt(2, DutyKey.number(duty));
            return answer(statement);
        }
    }

    private boolean nameLeader() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LeaderQuery.NAME_SESSION)) {
            statement.setString(1, LeaderQuery.spelled(bootId));
            return answer(statement);
        }
    }

    /** Ends the session of the process that has a duty and stands still. */
    void endStandstill(LeaderWatch watch, Duty duty) throws SQLException {
        watch.look(connection, duty);
    }

    boolean isFree(BootId other) throws SQLException {
        return ask(IS_FREE, key(other));
    }

    /**
     * On a read-only server the locks have no meaning: other processes may use another server.
     *
     * @return true
     */
    boolean check() throws SQLException {
        WriteCheck.require(connection);
        return true;
    }

    private boolean ask(String question, long key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setLong(1, key);
            return answer(statement);
        }
    }

    private static boolean answer(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static long key(BootId bootId) {
        return bootId.value().getMostSignificantBits() ^ bootId.value().getLeastSignificantBits();
    }

    /** Ends the session, and its locks with it. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The server ends the session.
            return;
        }
    }
}
