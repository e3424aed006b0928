package rtm.main.training;

import static rtm.main.training.Exercise.expect;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Runs a transaction on a pooled connection of pgjdbc. */
final class PostgresExercise implements Exercise {

    @Override
    public void run() throws Exception {
        try (var server = StubServer.onLoopback(new StubPostgres())) {
            var source = new PGSimpleDataSource();
            source.setServerNames(new String[] {"127.0.0.1"});
            source.setPortNumbers(new int[] {server.port()});
            source.setDatabaseName("galaxy");
            source.setUser("rtmanager");
            source.setPassword(StubScram.PASSWORD);
            source.setSslMode("disable");
            transact(source);
        }
    }

    private static void transact(DataSource source) throws SQLException {
        var config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(2);
        config.setAutoCommit(false);
        try (var pool = new HikariDataSource(config);
                var connection = pool.getConnection();
                var statement = connection.prepareStatement("SELECT answer FROM t WHERE id = ?")) {
            statement.setString(1, "g");
            try (ResultSet rows = statement.executeQuery()) {
                expect(true, rows.next());
                expect("t", rows.getString(1));
            }
            connection.commit();
        }
    }
}
