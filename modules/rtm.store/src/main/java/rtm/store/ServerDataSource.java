package rtm.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections directly with the driver: no driver manager, no service lookup, and no login in
 * a URL.
 */
class ServerDataSource implements DataSource {

    private static final Driver DRIVER = driver();

    private final String url;
    private volatile @Nullable SQLException lastFailure;
    private final Properties properties = new Properties();

    ServerDataSource(String url, Map<String, String> properties) {
        this.url = url;
        this.properties.putAll(properties);
    }

    /**
     * By name: with the class literal the compiler would need annotations that are not on the
     * module path.
     */
    private static Driver driver() {
        try {
            return Class.forName("org.postgresql.Driver")
                    .asSubclass(Driver.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the PostgreSQL driver is missing", e);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            Connection connection = connect();
            lastFailure = null;
            return connection;
        } catch (SQLException failed) {
            lastFailure = failed;
            throw failed;
        }
    }

    /** One attempt. */
    Connection connect() throws SQLException {
        return Objects.requireNonNull(
                DRIVER.connect(url, properties), "the URL belongs to another driver");
    }

    /** Why the last connection attempt failed; empty if it succeeded. */
    Optional<SQLException> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the login is part of the settings");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) throws SQLException {
        throw new SQLFeatureNotSupportedException("the driver logs through java.util.logging");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the deadlines are part of the settings");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return DRIVER.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
