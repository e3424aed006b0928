package rtm.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * Repeats a failed attempt at a steady pace once a first connection has been opened. The pool's own
 * pauses double up to 5 s during an outage, and the service would find out that much later that the
 * server is back. The first attempt is not repeated, so that a wrong setting shows.
 */
class ReconnectingDataSource extends ServerDataSource {

    private final Duration pause;
    private volatile boolean opened;

    ReconnectingDataSource(String url, Map<String, String> properties, Duration pause) {
        super(url, properties);
        this.pause = pause;
    }

    /** Waits for the server; an interrupt ends that, as the pool does when it is closed. */
    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            try {
                Connection connection = super.getConnection();
                opened = true;
                return connection;
            } catch (SQLException failed) {
                if (!opened || interruptedInPause()) {
                    throw failed;
                }
            }
        }
    }

    private boolean interruptedInPause() {
        try {
            Thread.sleep(pause);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
