package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.NodeId;
import rtm.store.PostgresStore;
import rtm.store.StoreOpenException;
import rtm.store.StoreSettings;
import rtm.store.dsn.Dsn;
import rtm.testkit.server.PgBouncer;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.TestDatabase;

class PostgresOpenIT {

    private final PostgresServer server = PostgresServer.shared();
    private TestDatabase database = server.database();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void theFirstOpeningAppliesEveryMigrationAndTheSecondNone() {
        int first = openAndClose();
        int second = openAndClose();

        assertThat(first).isEqualTo(6);
        assertThat(second).isZero();
        assertThat(
                        database.query(
                                "SELECT tablename FROM pg_tables WHERE schemaname = 'rtmanager' AND"
                                        + " tableowner = 'rtmanagerservice' ORDER BY tablename"))
                .isEqualTo(
                        List.of(
                                "database_identity",
                                "docker_engine",
                                "drain",
                                "endings",
                                "flyway_schema_history",
                                "health_snapshots",
                                "nodes",
                                "operation_log",
                                "outbox",
                                "runtime_records",
                                "schema_versions"));
    }

    @Test
    void aMissingSchemaIsNamedWithWhatToRun() {
        database.close();
        database = server.databaseWithoutSchema();

        assertThatThrownBy(this::openAndClose)
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("has no schema rtmanager")
                .hasMessageContaining("CREATE SCHEMA rtmanager AUTHORIZATION rtmanagerservice");
    }

    @Test
    void aMissingGrantIsNamedWithWhatToRun() {
        database.close();
        database = server.databaseWithoutSchema();
        database.execute("CREATE SCHEMA rtmanager");
        assertThatThrownBy(this::openAndClose)
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("may not use schema rtmanager")
                .hasMessageContaining(
                        "GRANT USAGE, CREATE ON SCHEMA rtmanager TO rtmanagerservice");

        database.execute("GRANT USAGE ON SCHEMA rtmanager TO rtmanagerservice");
        assertThatThrownBy(this::openAndClose)
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("may not create tables in schema rtmanager");

        database.execute("GRANT CREATE ON SCHEMA rtmanager TO rtmanagerservice");
        assertThat(openAndClose()).isEqualTo(6);
    }

    @Test
    void tablesOfAnotherRoleAreNamedWithWhatToRun() {
        openAndClose();
        database.execute("ALTER TABLE rtmanager.outbox OWNER TO CURRENT_USER");
        database.execute("REVOKE ALL ON rtmanager.outbox FROM rtmanagerservice");

        assertThatThrownBy(this::openAndClose)
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("may not read and write outbox in schema rtmanager");
    }

    @Test
    void aMigrationThatWasChangedAfterwardsIsRefused() {
        openAndClose();
        database.execute("UPDATE rtmanager.flyway_schema_history SET checksum = checksum + 1");

        assertThatThrownBy(this::openAndClose)
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("V1__runtime_state.sql");
    }

    @Test
    void aWrongPasswordAnUnknownRoleAndAMissingDatabaseAreToldApart() {
        assertThatThrownBy(() -> open("rtmanagerservice", "wrong", database.name()))
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("check the password")
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> open("rtmanagerservice", "", database.name()))
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("refuses the login of role rtmanagerservice");
        assertThatThrownBy(
                        () -> open("rtmanagerservice", PostgresServer.ENCODED_PASSWORD, "no-such"))
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("has no database no-such")
                .hasMessageContaining("CREATE DATABASE \"no-such\"");
    }

    @Test
    void aDatabaseThatMayNotBeEnteredIsNamedWithWhatToRun() {
        database.lockOut();

        assertThatThrownBy(this::openAndClose)
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("GRANT CONNECT ON DATABASE " + database.name());
    }

    @Test
    void aServerThatIsNotThereIsToldAtOnce() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String dsn = TestDatabase.dsn("u", "p", "127.0.0.1:" + port, "d");

        assertThatThrownBy(() -> PostgresStore.open(StoreSettings.defaults(Dsn.parse(dsn))))
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void aServerThatSaysNothingIsToldWhenItsTimeIsUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String dsn = TestDatabase.dsn("u", "p", "127.0.0.1:" + silent.getLocalPort(), "d");
            StoreSettings settings =
                    new StoreSettings(
                            Dsn.parse(dsn),
                            Duration.ofMillis(500),
                            2,
                            1,
                            Duration.ofMinutes(1),
                            Duration.ofSeconds(15));
            long begin = System.nanoTime();

            assertThatThrownBy(() -> PostgresStore.open(settings))
                    .isInstanceOf(StoreOpenException.class)
                    .hasMessageContaining("cannot be reached");

            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void aServerThatGoesAwayIsUnavailableAndThenServesAgain() {
        try (PostgresStore store = PostgresStore.open(settings())) {
            database.lockOut();
            assertThatThrownBy(store::check).isInstanceOf(DependencyUnavailableException.class);
            database.letIn();
            await().ignoreExceptionsInstanceOf(DependencyUnavailableException.class)
                    .untilAsserted(store::check);
        }
    }

    @Test
    void aStatementThatWaitsTooLongIsUnavailable() throws Exception {
        StoreSettings quick =
                new StoreSettings(
                        Dsn.parse(database.dsn()),
                        Duration.ofMillis(300),
                        2,
                        1,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(15));
        try (PostgresStore store = PostgresStore.open(quick);
                var held = database.lock("rtmanager.nodes")) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> store.recordedDaemon(NodeId.FIRST))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("it did not answer in time");
        }
    }

    /** PgBouncer from 1.26 on keeps what the first session of a role had, until it is restarted. */
    @Test
    void aPoolerThatIgnoresTheSearchPathIsRefusedUntilTheRoleHasItAndThePoolerIsRestarted() {
        String cure = "ALTER ROLE rtmanagerservice IN DATABASE %s SET search_path = rtmanager";
        try (PgBouncer pooler = server.pooler("session", PgBouncer.IGNORES_PARAMETERS)) {
            assertThatThrownBy(() -> openAndClose(pooler.dsn(database.name())))
                    .isInstanceOf(StoreOpenException.class)
                    .hasMessageContaining(cure.formatted(database.name()))
                    .hasMessageEndingWith("; then restart the pooler");
        }
        database.execute(cure.formatted(database.name()));
        try (PgBouncer restarted = server.pooler("session", PgBouncer.IGNORES_PARAMETERS)) {
            assertThat(openAndClose(restarted.dsn(database.name()))).isEqualTo(6);
        }
    }

    @Test
    void aPoolerThatRefusesTheSearchPathIsNamedWithWhatToSet() {
        try (PgBouncer pooler = server.pooler("session", "")) {
            assertThatThrownBy(() -> openAndClose(pooler.dsn(database.name())))
                    .isInstanceOf(StoreOpenException.class)
                    .hasMessageContaining("ignore the startup parameters options and search_path");
        }
    }

    private int openAndClose() {
        return openAndClose(database.dsn());
    }

    private int openAndClose(String dsn) {
        try (PostgresStore store = PostgresStore.open(StoreSettings.defaults(Dsn.parse(dsn)))) {
            assertThat(store.schemaVersion()).isEqualTo("6");
            return store.migrationsApplied();
        }
    }

    private StoreSettings settings() {
        return StoreSettings.defaults(Dsn.parse(database.dsn()));
    }

    private void open(String user, String password, String name) {
        String dsn = TestDatabase.dsn(user, password, server.address(), name);
        PostgresStore.open(StoreSettings.defaults(Dsn.parse(dsn))).close();
    }
}
