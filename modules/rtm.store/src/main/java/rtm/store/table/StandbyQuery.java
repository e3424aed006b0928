package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import rtm.domain.model.Standby;
import rtm.store.sql.LockKeys;
import rtm.store.sql.SqlValues;

/** Finds the sessions that hold the lock of a process, but not that of the intake. */
final class StandbyQuery {

    /**
     * The locks of the intake and of a node have a key of two numbers, that of a process one. Where
     * there is one node, the leader has both.
     */
    private static final String SELECT =
            "SELECT "
                    + ProcessAddress.OF_SESSION
                    + """
                    AS address, (
                        SELECT coalesce(name, 'number ' || node_id) FROM nodes
                        WHERE node_id = max(l.objid::bigint)
                            FILTER (WHERE l.classid = %d AND l.objsubid = 2)
                    ) AS node
                    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                    WHERE l.locktype = 'advisory' AND l.granted AND l.mode = 'ExclusiveLock'
                        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        AND a.usename = current_user
                    GROUP BY a.pid, a.client_addr
                    HAVING bool_and(l.objsubid = 1
                        OR l.classid = %d AND l.objsubid = 2)
                    ORDER BY a.client_addr, a.pid
                    """
                            .formatted(LockKeys.NODE, LockKeys.NODE);

    private StandbyQuery() {}

    static List<Standby> run(Connection connection) throws SQLException {
        List<Standby> standbys = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SELECT);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                standbys.add(
                        new Standby(
                                SqlValues.optionalString(rows, "address"),
                                SqlValues.optionalString(rows, "node")));
            }
        }
        return standbys;
    }
}
