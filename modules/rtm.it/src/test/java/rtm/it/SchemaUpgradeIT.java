package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.model.GameId;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.store.PostgresStore;
import rtm.store.StoreOpenException;
import rtm.store.StoreSettings;
import rtm.store.dsn.Dsn;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.TestDatabase;

/** A schema of another version than the program's: an earlier one with bad rows, and later ones. */
final class SchemaUpgradeIT {

    private static final Path FIRST =
            Path.of("../rtm.store/src/main/resources/rtm/store/schema/V1__runtime_state.sql");

    private static final String RECORD =
            "INSERT INTO runtime_records VALUES ('%s', 'running', %s, now(), NULL, NULL, now(),"
                    + " now(), 1);";

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = PostgresServer.shared().database();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void anUpgradePassesOverBadRowsAndKeepsThem() throws IOException {
        downgrade();
        asRole(badRows());

        try (PostgresStore store = store()) {
            assertThat(store.migrationsApplied()).isEqualTo(5);
            assertThat(store.schemaVersion()).isEqualTo("6");
        }

        assertThat(count("runtime_records")).isEqualTo("5");
        assertThat(count("operation_log")).isEqualTo("1");
        assertThat(count("health_snapshots")).isEqualTo("1");
        assertThat(count("outbox")).isEqualTo("1");
    }

    @Test
    void theRecordsOfAnEarlierProgramAreOnTheNodeOfItsDaemon() throws IOException {
        downgrade();
        asRole(
                "INSERT INTO docker_engine (engine_id) VALUES ('ABCD');"
                        + RECORD.formatted("chess", good())
                        + "INSERT INTO operation_log (game_id, op_kind, op_source, operation_id,"
                        + " owner, outcome, started_at) VALUES ('chess', 'stop', 'gm_rest',"
                        + " gen_random_uuid(), gen_random_uuid(), 'in_progress', now());");

        try (PostgresStore store = store()) {
            assertThat(store.nodeOf("ABCD")).contains(NodeId.FIRST);
            assertThat(store.find(new GameId("chess")).orElseThrow().node())
                    .isEqualTo(NodeId.FIRST);
            assertThat(store.openOperations())
                    .singleElement()
                    .satisfies(row -> assertThat(row.node()).isEqualTo(NodeId.FIRST));
        }
    }

    /** The statements are those of the program before this one. */
    @Test
    void whatAnEarlierProgramWritesAfterTheUpgradeReachesTheFirstNode() {
        try (PostgresStore store = store()) {
            asRole(
                    "INSERT INTO docker_engine (engine_id) VALUES ('ABCD') ON CONFLICT (only_row) DO"
                            + " UPDATE SET engine_id = excluded.engine_id;"
                            + "UPDATE docker_engine SET answered_at = '2026-04-28T07:18:54Z';"
                            + "INSERT INTO runtime_records (status, current_container_id,"
                            + " current_image_ref, engine_endpoint, state_path, docker_network,"
                            + " started_at, last_op_at, created_at, version, game_id) VALUES"
                            + " ('running', %s, now(), now(), now(), 1, 'chess')"
                                    .formatted(good()));

            assertThat(store.nodeOf("ABCD")).contains(NodeId.FIRST);
            assertThat(store.find(new GameId("chess")).orElseThrow().node())
                    .isEqualTo(NodeId.FIRST);
            assertThat(
                            database.query(
                                    "SELECT engine_id FROM rtmanager.nodes WHERE answered_at ="
                                            + " '2026-04-28T07:18:54Z'"))
                    .containsExactly("ABCD");
            asRole("UPDATE docker_engine SET engine_id = 'EFGH'");
            assertThat(store.nodeOf("ABCD")).isEmpty();
            assertThat(store.nodeOf("EFGH")).contains(NodeId.FIRST);
        }
    }

    @Test
    void aBadRowCanBeChangedOnlyIntoAGoodOne() throws IOException {
        downgrade();
        asRole(badRows());
        store().close();

        assertThatThrownBy(() ->
                        asRole("UPDATE runtime_records SET version = 2 WHERE game_id = 'image'"))
                .rootCause()
                .hasMessageContaining("runtime_records_image");
        assertThatThrownBy(() -> asRole("UPDATE outbox SET stream = 'other'"))
                .rootCause()
                .hasMessageContaining("outbox_texts");

        asRole(
                "UPDATE runtime_records SET current_image_ref = 'galaxy/game:1.4.0' WHERE game_id ="
                        + " 'image'");
        asRole("DELETE FROM outbox");
        asRole("UPDATE health_snapshots SET container_id = NULL, status = 'starting'");
    }

    @ParameterizedTest
    @CsvSource({
        "runtime_records,current_container_id,''",
        "runtime_records,current_container_id,'a b'",
        "runtime_records,current_image_ref,''",
        "runtime_records,current_image_ref,'no image'",
        "runtime_records,engine_endpoint,''",
        "runtime_records,engine_endpoint,'nowhere'",
        "runtime_records,state_path,'relative'",
        "runtime_records,docker_network,''",
        "runtime_records,started_at,infinity"
    })
    void nonsenseIsNoLongerStored(String table, String column, String value) {
        store().close();
        asRole(RECORD.formatted("good", good()));

        assertThatThrownBy(() -> asRole("UPDATE %s SET %s = '%s'".formatted(table, column, value)))
                .rootCause()
                .hasMessageContaining("violates check constraint");
    }

    @Test
    void aLaterSchemaThatAllowsThisProgramIsUsed() {
        store().close();
        applyLater(6);

        try (PostgresStore store = store()) {
            assertThat(store.migrationsApplied()).isZero();
            assertThat(store.schemaVersion()).isEqualTo("7");
            store.check();
        }
    }

    @Test
    void aLaterSchemaThatAllowsOnlyLaterProgramsIsRefused() {
        store().close();
        applyLater(7);

        assertThatThrownBy(this::store)
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining(
                        "schema rtmanager has version 7, which allows only programs that know"
                                + " version 7 or later; this program knows versions up to 6");
    }

    @Test
    void aLaterSchemaThatStatesNothingIsRefused() {
        store().close();
        recordLater();

        assertThatThrownBy(this::store)
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("has version 7");
    }

    /** Which programs are refused is compared with what the nodes at work know. */
    @Test
    void aLaterSchemaIsNotAppliedWhileANodeAtWorkDoesNotKnowEnoughOfIt() throws Exception {
        try (PostgresStore store = store()) {
            NodeId second = store.add("vm-2", "EFGH").orElseThrow();
            store.recordSeen(
                    second, new NodeCapacity(new MemorySize(1L << 30), 0), Optional.empty());
            applyLater(6);
            asRole("DELETE FROM schema_versions WHERE version = 7");
            try (Connection process = database.lock("pg_description");
                    Statement lock = process.createStatement()) {
                lock.execute("SELECT pg_advisory_lock(1920233838, %s)".formatted(second));
                assertThatThrownBy(() -> later(7))
                        .rootCause()
                        .hasMessageContaining(
                                "version 7 needs programs that know version 7, and those of these"
                                        + " nodes do not: vm-2; upgrade them first");
                later(6);
                asRole("DELETE FROM schema_versions WHERE version = 7");
            }
            later(7);
        }
    }

    private void later(int oldest) {
        asRole(
                "INSERT INTO schema_versions (version, oldest_version) VALUES (7, %d)"
                        .formatted(oldest));
    }

    @Test
    void everyDatabaseHasAnIdOfItsOwn() {
        try (PostgresStore store = store();
                TestDatabase second = PostgresServer.shared().database();
                PostgresStore other =
                        PostgresStore.open(StoreSettings.defaults(Dsn.parse(second.dsn())))) {
            assertThat(store.databaseId()).isNotEqualTo(other.databaseId());
        }
    }

    /** Makes the schema that the first version of the program left. */
    private void downgrade() throws IOException {
        store().close();
        asRole("DELETE FROM flyway_schema_history WHERE version <> '1'");
        List<String> tables =
                database.query(
                        "SELECT tablename FROM pg_tables WHERE schemaname = 'rtmanager' AND"
                                + " tablename <> 'flyway_schema_history'");
        asRole(
                "DROP TABLE "
                        + String.join(", ", tables)
                        + "; DROP DOMAIN game_id;"
                        + "DROP FUNCTION docker_engine_to_first_node(),"
                        + " require_nodes_to_know()");
        asRole(Files.readString(FIRST));
    }

    private static String badRows() {
        return RECORD.formatted("container", good().replace("'c0ffee'", "''"))
                + RECORD.formatted("image", good().replace("'galaxy/game:1.4.0'", "'no image'"))
                + RECORD.formatted("endpoint", good().replace("'http://engine:8080'", "''"))
                + RECORD.formatted("path", good().replace("'/var/games'", "''"))
                + RECORD.formatted("good", good())
                + "INSERT INTO operation_log (game_id, op_kind, op_source, operation_id, owner,"
                + " container_id, outcome, started_at) VALUES ('image', 'stop', 'gm_rest',"
                + " gen_random_uuid(), gen_random_uuid(), ' ', 'in_progress', 'infinity');"
                + "INSERT INTO health_snapshots VALUES ('image', ' ', 'healthy', 'probe', '{}',"
                + " now());"
                + "INSERT INTO outbox (message_id, stream, game_id, fields, created_at) VALUES"
                + " (gen_random_uuid(), 's', 'image', '[\"a\", null]', now());";
    }

    private static String good() {
        return "'c0ffee', 'galaxy/game:1.4.0', 'http://engine:8080', '/var/games', 'galaxy-net'";
    }

    /** Leaves a schema as a later program would, which names the oldest program it allows. */
    private void applyLater(int oldest) {
        recordLater();
        asRole(
                "ALTER TABLE runtime_records ADD COLUMN later text;"
                        + "INSERT INTO schema_versions (version, oldest_version) VALUES (7, %d)"
                                .formatted(oldest));
    }

    private void recordLater() {
        asRole(
                "INSERT INTO flyway_schema_history SELECT 7, '7', 'later', 'SQL',"
                        + " 'V7__later.sql', 1, installed_by, installed_on, 1, true FROM"
                        + " flyway_schema_history WHERE version = '1'");
    }

    private void asRole(String sql) {
        database.execute(
                "SET ROLE %s; SET search_path = rtmanager; %s".formatted(PostgresServer.ROLE, sql));
    }

    private String count(String table) {
        return database.query("SELECT count(*) FROM rtmanager." + table).getFirst();
    }

    private PostgresStore store() {
        return PostgresStore.open(StoreSettings.defaults(Dsn.parse(database.dsn())));
    }
}
