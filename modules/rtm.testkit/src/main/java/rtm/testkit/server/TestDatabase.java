package rtm.testkit.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One database of a {@link PostgresServer}, read and changed as its administrator. */
public final class TestDatabase implements AutoCloseable {

    private final PostgresServer server;
    private final String name;

    TestDatabase(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The DSN with which the service reaches it. */
    public String dsn() {
        return dsn(PostgresServer.ROLE, PostgresServer.ENCODED_PASSWORD, server.address(), name);
    }

    /** A DSN with another login, address or database. */
    public static String dsn(String user, String password, String address, String database) {
        return "postgres://%s:%s@%s/%s?search_path=rtmanager&sslmode=disable"
                .formatted(user, password, address, database);
    }

    /** Runs a statement as the administrator. */
    public void execute(String sql) {
        try (Connection connection = server.administrator(name);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of a query's rows, as text; null is the text {@code null}. */
    public List<String> query(String sql) {
        try (Connection connection = server.administrator(name);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** A query's rows, each by column name, as text; null is the text {@code null}. */
    public List<Map<String, String>> rows(String sql) {
        try (Connection connection = server.administrator(name);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Map<String, String>> found = new ArrayList<>();
            while (rows.next()) {
                Map<String, String> row = new HashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.put(
                            rows.getMetaData().getColumnLabel(i),
                            String.valueOf(rows.getString(i)));
                }
                found.add(row);
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Locks a table against everyone until the returned connection is closed. */
    public Connection lock(String table) throws SQLException {
        Connection connection = server.administrator(name);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    /** Holds an advisory lock until the returned connection is closed. */
    public Connection hold(int key) throws SQLException {
        Connection connection = server.administrator(name);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(%d)".formatted(key));
        }
        return connection;
    }

    /** Empties the service's tables. */
    public void clear() {
        execute(
                "TRUNCATE rtmanager.runtime_records, rtmanager.operation_log,"
                        + " rtmanager.health_snapshots, rtmanager.outbox, rtmanager.docker_engine,"
                        + " rtmanager.endings, rtmanager.drain;"
                        + "DELETE FROM rtmanager.nodes WHERE node_id > 1;"
                        + "UPDATE rtmanager.nodes SET state = 'open', engine_id = NULL, answered_at = NULL,"
                        + " state_root_id = NULL, name = NULL, memory_bytes = NULL, games_max = 0,"
                        + " seen_at = NULL, url = NULL, trouble = NULL, schema_version = NULL;"
                        + "UPDATE rtmanager.schema_versions SET oldest_version = 2"
                        + " WHERE version = 5");
    }

    /** Forbids the role to log in and ends its sessions. */
    public void lockOut() {
        execute("REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC");
        endSessions("true");
    }

    /** Allows the role to log in again. */
    public void letIn() {
        execute("GRANT CONNECT ON DATABASE " + name + " TO PUBLIC");
    }

    /**
     * Ends the role's sessions that match a condition on {@code pg_stat_activity}, and waits until
     * they are gone: a pooler would hand out one that is about to end.
     */
    public void endSessions(String condition) {
        query(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '"
                        + name
                        + "' AND usename = '"
                        + PostgresServer.ROLE
                        + "' AND "
                        + condition);
    }

    /** Drops it, even with open connections. */
    @Override
    public void close() {
        server.drop(name);
    }
}
