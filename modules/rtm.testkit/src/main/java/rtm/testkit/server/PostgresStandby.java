package rtm.testkit.server;

import java.util.List;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A streaming standby of a {@link PostgresServer}, as a second server in its container; it can be
 * promoted.
 */
public final class PostgresStandby implements AutoCloseable {

    private static final int PORT = 5433;
    private static final String DATA = "/tmp/standby";

    private final PostgreSQLContainer primary;

    public PostgresStandby(PostgreSQLContainer primary) {
        this.primary = primary;
        run(
                "pg_basebackup -U %s -D %s -R -X stream -c fast"
                        .formatted(primary.getUsername(), DATA));
        run(
                "pg_ctl -D %s -o \"-p %d -c listen_addresses='*'\" -l %s.log -w start"
                        .formatted(DATA, PORT, DATA));
    }

    /** Where it listens: at the container's own address, since only one port is published. */
    public String host() {
        return ContainerAddress.of(primary);
    }

    /** Where it listens. */
    public int port() {
        return PORT;
    }

    /** Waits until it has everything that the primary has. */
    public void awaitCaughtUp() {
        run(
                ("until psql -qtAX -U %1$s -d %2$s -c \"SELECT bool_and(replay_lsn >="
                                + " pg_current_wal_lsn()) FROM pg_stat_replication\" | grep -q t;"
                                + " do sleep 0.1; done")
                        .formatted(primary.getUsername(), primary.getDatabaseName()));
    }

    /** Promotes it to a separate primary. */
    public void promote() {
        run("pg_ctl -D " + DATA + " -w promote");
    }

    private void run(String command) {
        Commands.run(
                List.of(
                        "docker",
                        "exec",
                        "-u",
                        "postgres",
                        primary.getContainerId(),
                        "timeout",
                        "30",
                        "sh",
                        "-c",
                        command));
    }

    @Override
    public void close() {
        run("pg_ctl -D " + DATA + " -m immediate -w stop; rm -rf " + DATA + " " + DATA + ".log");
    }
}
