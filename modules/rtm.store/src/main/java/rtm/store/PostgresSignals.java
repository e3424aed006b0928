package rtm.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import rtm.domain.log.Log;
import rtm.domain.log.Outage;
import rtm.domain.model.NodeId;
import rtm.domain.port.CommitSignal;
import rtm.domain.time.Deadline;
import rtm.store.dsn.Dsn;

/**
 * Hears what the processes of other nodes committed, on a connection of its own. What is sent while
 * it has none is not heard: those who wait look again anyway.
 */
public final class PostgresSignals implements AutoCloseable {

    private static final Log LOG = Log.of(PostgresSignals.class);

    private static final Duration DEADLINE = Duration.ofSeconds(2);

    /**
     * A connection that nothing comes from may be dead. Waking up more often costs processor time.
     */
    private static final Duration CHECK_EVERY = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(3);

    private final DataSource source;
    private final NodeId node;
    private final CommitSignal heard;
    private final Thread thread;
    private volatile boolean stopped;
    private final Outage outage =
            new Outage(
                    LOG,
                    "postgres signals of other nodes are not heard",
                    "postgres signals of other nodes are heard again");

    private PostgresSignals(DataSource source, NodeId node, CommitSignal heard) {
        this.source = source;
        this.node = node;
        this.heard = heard;
        this.thread = Thread.ofVirtual().name("postgres-signals").unstarted(this::run);
    }

    /**
     * Listens from now on; connects by itself.
     *
     * @param node the node of this process
     * @param heard is called for each signal
     */
    public static PostgresSignals listen(Dsn dsn, NodeId node, CommitSignal heard) {
        PostgresSignals signals =
                new PostgresSignals(Connections.forPresence(dsn, DEADLINE), node, heard);
        signals.thread.start();
        return signals;
    }

    private void run() {
        try {
            while (!stopped) {
                try (Connection connection = source.getConnection()) {
                    hear(connection);
                } catch (SQLException e) {
                    report(e);
                } catch (RuntimeException defect) {
                    LOG.defect("defect in postgres signals", defect);
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** An interrupt ends a read as if the connection had failed. */
    private void report(SQLException failure) {
        if (!stopped) {
            outage.failed(SqlFailures.reason(failure), SqlFailures.words(failure));
        }
    }

    /** Until the connection fails or this is closed. */
    private void hear(Connection connection) throws SQLException {
        PGConnection session = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            for (String channel :
                    new String[] {
                        Signals.ASSIGNED, Signals.CLOSED, Signals.SKIPPED, Signals.OUTBOX
                    }) {
                statement.execute("LISTEN " + channel);
            }
            outage.ended();
            // What was sent before was not heard.
            heard.assigned();
            heard.committed();
            Deadline check = Deadline.in(CHECK_EVERY);
            while (!stopped) {
                int wait = Math.max(1, (int) check.left().toMillis());
                for (PGNotification signal : session.getNotifications(wait)) {
                    pass(signal);
                }
                if (check.past()) {
                    check = Deadline.in(CHECK_EVERY);
                    statement.execute("SELECT 1");
                }
            }
        }
    }

    private void pass(PGNotification signal) {
        switch (signal.getName()) {
            case Signals.ASSIGNED -> {
                if (signal.getParameter().equals(node.toString())) {
                    heard.assigned();
                }
            }
            case Signals.CLOSED -> row(signal.getParameter()).ifPresent(heard::closed);
            case Signals.SKIPPED -> row(signal.getParameter()).ifPresent(heard::skipped);
            case Signals.OUTBOX -> heard.committed();
            default -> {}
        }
    }

    /** Anybody may send a signal who may log in. */
    private static OptionalLong row(String parameter) {
        try {
            return OptionalLong.of(Long.parseLong(parameter));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(STOP);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
