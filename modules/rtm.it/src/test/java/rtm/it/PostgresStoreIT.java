package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.OpenTelemetry;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.contract.StoreContracts;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Duty;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.PlacingPolicy;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.Verdict;
import rtm.domain.port.DatabaseIdentity;
import rtm.domain.port.DrainSwitch;
import rtm.domain.port.EndingStore;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.OperationRetention;
import rtm.domain.port.Outbox;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;
import rtm.domain.port.node.GamePlaces;
import rtm.domain.port.node.NodeAdministration;
import rtm.domain.port.upkeep.ImageUses;
import rtm.domain.time.Deadline;
import rtm.store.PostgresInspection;
import rtm.store.PostgresPresence;
import rtm.store.PostgresStore;
import rtm.store.StoreSettings;
import rtm.store.dsn.Dsn;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.TestDatabase;

class PostgresStoreIT extends StoreContracts {

    private static final GameId GAME = new GameId("game-01HZ");

    /** Each second something is looked at that a trial would write about. */
    private static final Duration SEVERAL_LOOKS = Duration.ofSeconds(3);

    private static TestDatabase database;
    private static PostgresStore store;
    private static Optional<PostgresStore> placing = Optional.empty();

    private final Map<NodeId, PostgresPresence> processes = new HashMap<>();

    @BeforeAll
    static void open() {
        database = PostgresServer.shared().database();
        store = PostgresStore.open(StoreSettings.defaults(Dsn.parse(database.dsn())));
    }

    @AfterAll
    static void close() {
        store.close();
        database.close();
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    @Test
    void aSecondNodeRefusesProgramsThatKnowNoNodes() {
        assertThat(oldestProgram()).containsExactly("2");
        store.add("vm-2", "IJKL");
        assertThat(oldestProgram()).containsExactly("5");
        store.add("vm-2", "IJKL");
        assertThat(oldestProgram()).containsExactly("5");
    }

    @Test
    void whereAnEngineIsIsStoredWithItsRecordAndKeptByCommitsThatDoNotSay() {
        EnginePlace place = new EnginePlace(Optional.of(512L << 20), Optional.of("10.99.1.2"));
        assertThat(placeAfter(0, Optional.empty())).containsExactly("|");
        assertThat(placeAfter(1, Optional.of(place))).containsExactly("536870912|10.99.1.2");
        assertThat(placeAfter(2, Optional.empty())).containsExactly("536870912|10.99.1.2");
        RuntimeRecord record = store.find(GAME).orElseThrow();
        store.recordPlace(record, new EnginePlace(Optional.empty(), Optional.of("fd00::2")));
        assertThat(place()).containsExactly("|fd00::2");
        assertThat(store.find(GAME)).contains(record);
        assertThat(placeAfter(3, Optional.of(EnginePlace.NONE))).containsExactly("|");
        database.clear();
        assertThat(placeAfter(0, Optional.of(place))).containsExactly("536870912|10.99.1.2");
    }

    @Test
    void theInspectionNamesOneRunningEngineOfEachNodeThatHasAnAddress() {
        placeAfter(0, Optional.of(new EnginePlace(Optional.empty(), Optional.of("10.99.1.2"))));
        assertThat(engines()).isEmpty();
        assertThat(inspection().running()).isEmpty();
        assertThat(store.name(NodeId.FIRST, "vm-1")).isTrue();
        assertThat(engines()).containsExactly(new NodeEngine(NodeId.FIRST, GAME, "10.99.1.2"));
        NodeId second = store.add("vm-2", "IJKL").orElseThrow();
        assertThat(inspection().running()).containsExactly(NodeId.FIRST);
        database.execute(
                """
                INSERT INTO rtmanager.runtime_records SELECT (jsonb_populate_record(record,
                    jsonb_build_object('game_id', game, 'engine_address', address,
                        'current_container_id', game, 'node_id', node))).*
                FROM rtmanager.runtime_records AS record, (VALUES
                    ('a', NULL, 1), ('b', '10.99.1.3', 1), ('c', '10.99.1.4', 1),
                    ('d', NULL, %1$d), ('e', '10.99.2.2', %1$d)) AS more (game, address, node)
                """
                        .formatted(second.number()));
        assertThat(engines())
                .containsExactly(
                        new NodeEngine(NodeId.FIRST, new GameId("b"), "10.99.1.3"),
                        new NodeEngine(second, new GameId("e"), "10.99.2.2"));
        assertThat(inspection().running()).containsExactlyInAnyOrder(NodeId.FIRST, second);
        database.execute(
                """
                UPDATE rtmanager.runtime_records SET status = 'stopped', stopped_at = now()
                WHERE game_id = 'b'
                """);
        database.execute("UPDATE rtmanager.nodes SET state = 'retired' WHERE node_id <> 1");
        assertThat(engines())
                .containsExactly(new NodeEngine(NodeId.FIRST, new GameId("c"), "10.99.1.4"));
        database.execute("UPDATE rtmanager.runtime_records SET engine_address = NULL");
        assertThat(engines()).isEmpty();
        assertThat(inspection().running()).containsExactly(NodeId.FIRST);
    }

    private static List<NodeEngine> engines() {
        return inspection().engines();
    }

    private static PostgresInspection inspection() {
        return PostgresInspection.of(
                StoreSettings.defaults(Dsn.parse(database.dsn())), InstantSource.system());
    }

    private static List<String> placeAfter(long version, Optional<EnginePlace> place) {
        OperationRequest request =
                SampleOperations.call(GAME, OperationKind.RESTART, SampleOperations.NOBODY);
        OpenOperation operation =
                ((RuntimeStore.OpenResult.Opened) store.openRow(request, Optional.empty()))
                        .operation();
        store.commit(
                SampleOperations.whole(operation, SampleOperations.running(GAME, version))
                        .at(place));
        return place();
    }

    private static List<String> place() {
        return database.query(
                "SELECT concat(memory_bytes, '|', engine_address) FROM rtmanager.runtime_records");
    }

    private static List<String> oldestProgram() {
        return database.query(
                "SELECT oldest_version FROM rtmanager.schema_versions WHERE version = 5");
    }

    @Override
    protected RuntimeStore store() {
        return store;
    }

    @Override
    protected Outbox outbox() {
        return store;
    }

    @Override
    protected ImageUses images() {
        return store;
    }

    @Override
    protected EndingStore endings() {
        return store.endings();
    }

    @Override
    protected GamePlaces places() {
        return store.places();
    }

    @Override
    protected NodeAdministration administration() {
        return store.places();
    }

    @Override
    protected DrainSwitch drains() {
        return store;
    }

    @Override
    protected StoreOverview overview() {
        return store;
    }

    @Override
    protected NodeId anotherNode() {
        return new NodeId(
                Integer.parseInt(
                        database.query(
                                        "INSERT INTO rtmanager.nodes (engine_id) VALUES ('MNOP:QRST')"
                                                + " RETURNING node_id")
                                .getFirst()));
    }

    @Override
    protected RuntimeStore placing(PlacingPolicy policy) {
        placing =
                Optional.of(
                        PostgresStore.openAmongOthers(
                                StoreSettings.defaults(Dsn.parse(database.dsn())),
                                OpenTelemetry.noop(),
                                policy));
        return placing.orElseThrow();
    }

    @Override
    protected NodeRegistry placingRegistry() {
        return placing.orElseThrow();
    }

    @Override
    protected NodeAdministration placingAdministration() {
        return placing.orElseThrow().places();
    }

    @Override
    protected void works(NodeId node, boolean has) {
        if (has) {
            PostgresPresence process =
                    PostgresPresence.open(Dsn.parse(database.dsn()), new BootId(UUID.randomUUID()));
            processes.put(node, process);
            await().until(() -> process.tryTake(new Duty.OfNode(node)));
        } else {
            Objects.requireNonNull(processes.remove(node)).close();
            await().until(() -> atWork(node) == 0);
        }
    }

    private static long atWork(NodeId node) {
        return placing.orElseThrow().loads().stream()
                .filter(load -> load.id().equals(node) && load.atWork())
                .count();
    }

    @AfterEach
    void endProcesses() {
        processes.values().forEach(PostgresPresence::close);
        processes.clear();
        placing.ifPresent(PostgresStore::close);
        placing = Optional.empty();
    }

    @Override
    protected void state(NodeId node, NodeState state) {
        database.execute(
                "UPDATE rtmanager.nodes SET state = '%s' WHERE node_id = %s"
                        .formatted(state.wire(), node));
    }

    @Override
    protected void unseen(NodeId node, Duration since) {
        database.execute(
                "UPDATE rtmanager.nodes SET seen_at = now() - interval '%d s' WHERE node_id = %s"
                        .formatted(since.toSeconds(), node));
    }

    /** The locks of host names and of nodes have the same first key. */
    @Test
    void noGameWaitsForTheLockOfANode() {
        String game =
                database.query(
                                "SELECT id FROM (SELECT 'game-' || n AS id FROM generate_series(1, 99) AS n)"
                                        + " AS ids WHERE hashtext(id) > 0 LIMIT 1")
                        .getFirst();
        String hash = database.query("SELECT hashtext('%s')".formatted(game)).getFirst();
        try (PostgresPresence process =
                PostgresPresence.open(Dsn.parse(database.dsn()), new BootId(UUID.randomUUID()))) {
            assertThat(process.tryTake(new Duty.OfNode(new NodeId(Integer.parseInt(hash)))))
                    .isTrue();
            assertThat(
                            store.openRow(
                                    SampleOperations.startCall(
                                            new GameId(game),
                                            new BootId(UUID.randomUUID()),
                                            "galaxy/game:1"),
                                    Optional.empty()))
                    .isInstanceOf(RuntimeStore.OpenResult.Opened.class);
        }
    }

    @Override
    protected NodeRegistry registry() {
        return store;
    }

    @Override
    protected DatabaseIdentity identity() {
        return store;
    }

    @Override
    protected OperationRetention retention() {
        return store;
    }

    @Test
    void aNodeWithAProcessIsShownAsHeldAndNotGivenUp() throws Exception {
        BootId process = new BootId(UUID.randomUUID());
        Dsn dsn = Dsn.parse(database.dsn() + "&application_name=" + process);
        try (PostgresPresence presence = PostgresPresence.open(dsn, process)) {
            assertThat(presence.tryTake(new Duty.OfNode(NodeId.FIRST))).isTrue();
            assertThat(presence.tryTake(new Duty.Intake())).isTrue();

            assertThat(store.places().reports())
                    .singleElement()
                    .satisfies(report -> {
                        assertThat(report.held()).isTrue();
                        assertThat(report.intake()).isTrue();
                        assertThat(report.lost()).isFalse();
                    });
            assertThat(store.places().retire(NodeId.FIRST)).isFalse();
            assertThat(store.nodes().getFirst().state()).isEqualTo(NodeState.OPEN);
        }
        await().until(() -> store.places().retire(NodeId.FIRST));
        assertThat(store.places().reports().getFirst().held()).isFalse();
    }

    @Test
    void answersItsCheck() {
        store.check();
    }

    /** A caller that polls readiness must not fill the archive of an idle server. */
    @Test
    void looksOfAnIdleServiceWriteNothing() {
        AtomicReference<String> position = new AtomicReference<>("");
        AtomicReference<Deadline> quiet = new AtomicReference<>(Deadline.in(SEVERAL_LOOKS));
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    store.check();
                    String now =
                            database.query("SELECT pg_current_wal_insert_lsn()::text").getFirst();
                    if (!now.equals(position.getAndSet(now))) {
                        quiet.set(Deadline.in(SEVERAL_LOOKS));
                    }
                    return quiet.get().past();
                });
    }

    static List<String> tables() {
        return database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'rtmanager'");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void whileATableIsLockedEitherAStartWorksOrTheCheckFails(String table) throws Exception {
        StoreSettings quick =
                new StoreSettings(
                        Dsn.parse(database.dsn()),
                        Duration.ofSeconds(1),
                        2,
                        1,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(15));
        try (PostgresStore waits = PostgresStore.open(quick);
                Connection _ = database.lock("rtmanager." + table)) {
            if (!startWorks(waits)) {
                await().atMost(Duration.ofSeconds(5))
                        .untilAsserted(() ->
                                assertThatThrownBy(waits::check)
                                        .isInstanceOf(DependencyUnavailableException.class)
                                        .hasMessageContaining("a table is locked"));
            }
        }
    }

    private static boolean startWorks(PostgresStore store) {
        try {
            OpenOperation operation = begin(store);
            store.commit(
                    completion(operation, new Verdict.Done(), seen(HealthStatus.HEALTHY, "{}")));
            return store.drain().isEmpty();
        } catch (DependencyUnavailableException _) {
            return false;
        }
    }

    @Test
    void theLogShowsAReplayAsASuccessWithItsCode() {
        store.commit(completion(begin(), new Verdict.Replayed(), Optional.empty()));

        assertThat(closedRow()).containsExactly("success replay_no_op (none)");
    }

    @Test
    void theLogShowsAFailureWithItsMessageCutAndWithoutNuls() {
        Verdict failed =
                new Verdict.Failed(ErrorCode.IMAGE_PULL_FAILED, "no\0t there" + "x".repeat(9000));

        store.commit(completion(begin(), failed, Optional.empty()));

        assertThat(closedRow()).hasSize(1);
        assertThat(closedRow().getFirst())
                .startsWith("failure image_pull_failed not therexxx")
                .hasSizeLessThan(2050);
    }

    @Test
    void aSnapshotReplacesTheOneBefore() {
        store.commit(completion(begin(), new Verdict.Done(), seen(HealthStatus.HEALTHY, "{}")));
        store.commit(
                completion(
                        begin(),
                        new Verdict.Done(),
                        seen(HealthStatus.PROBE_FAILED, "{\"last_error\":\"a\\u0000b\"}")));

        assertThat(
                        database.query(
                                "SELECT status || ' ' || source || ' ' || (details->>'last_error')"
                                        + " FROM rtmanager.health_snapshots"))
                .containsExactly("probe_failed probe ab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "game_id = 'a/b'",
                "game_id = '-a'",
                "status = 'paused'",
                "status = 'stopped'",
                "status = 'removed', removed_at = now()",
                "current_container_id = NULL",
                "version = 0"
            })
    void theTablesThemselvesRefuseARecordThatCannotBe(String change) {
        database.execute(
                "INSERT INTO rtmanager.runtime_records VALUES ('g', 'running', 'c', 'i', 'http://e', '/s',"
                        + " 'n', now(), NULL, NULL, now(), now(), 1)");

        assertThatThrownBy(() -> database.execute("UPDATE rtmanager.runtime_records SET " + change))
                .rootCause()
                .hasMessageContaining("check constraint");
    }

    private static List<String> closedRow() {
        return database.query(
                "SELECT outcome || ' ' || error_code || ' ' || coalesce(error_message, '(none)')"
                        + " FROM rtmanager.operation_log WHERE finished_at IS NOT NULL");
    }

    private static OpenOperation begin() {
        return begin(store);
    }

    private static OpenOperation begin(PostgresStore store) {
        OperationRequest request =
                new OperationRequest(
                        new OperationId(UUID.randomUUID()),
                        GAME,
                        NodeId.FIRST,
                        OperationKind.RESTART,
                        new Origin.Call(OperationSource.GM_REST),
                        Optional.empty(),
                        Optional.empty(),
                        new BootId(UUID.randomUUID()),
                        Instant.EPOCH);
        return ((RuntimeStore.OpenResult.Opened) store.openRow(request, Optional.empty()))
                .operation();
    }

    private static Optional<HealthSnapshot> seen(HealthStatus status, String details) {
        return Optional.of(
                new HealthSnapshot(
                        GAME,
                        Optional.empty(),
                        status,
                        HealthSource.PROBE,
                        details,
                        Instant.EPOCH));
    }

    private static Completion completion(
            OpenOperation operation, Verdict verdict, Optional<HealthSnapshot> snapshot) {
        return new Completion(
                operation,
                verdict,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                snapshot,
                List.of(),
                Instant.EPOCH.plusSeconds(1));
    }
}
