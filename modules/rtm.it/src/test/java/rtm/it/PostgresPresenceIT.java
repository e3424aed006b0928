package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.contract.ProcessPresenceContract;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Duty;
import rtm.domain.model.GameId;
import rtm.domain.model.Leader;
import rtm.domain.model.NodeId;
import rtm.domain.model.OperationKind;
import rtm.domain.port.ProcessPresence;
import rtm.store.PostgresInspection;
import rtm.store.PostgresPresence;
import rtm.store.PostgresStore;
import rtm.store.StoreOpenException;
import rtm.store.StoreSettings;
import rtm.store.dsn.Dsn;
import rtm.testkit.server.PgBouncer;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.TestDatabase;

class PostgresPresenceIT extends ProcessPresenceContract {

    private static final Duty INTAKE = new Duty.Intake();
    private static TestDatabase database;

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final List<PostgresPresence> processes = new ArrayList<>();

    @BeforeAll
    static void create() {
        database = PostgresServer.shared().database();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @AfterEach
    void end() {
        processes.forEach(PostgresPresence::close);
    }

    @Override
    protected ProcessPresence begin(BootId bootId) {
        PostgresPresence process =
                PostgresPresence.open(
                        Dsn.parse(database.dsn() + "&application_name=" + bootId), bootId);
        processes.add(process);
        return process;
    }

    @Override
    protected void end(ProcessPresence process) {
        ((PostgresPresence) process).close();
    }

    /** Nobody new is let in, and this one's session is ended; the others keep theirs. */
    @Override
    protected void cut(ProcessPresence process) {
        database.execute("REVOKE CONNECT ON DATABASE " + database.name() + " FROM PUBLIC");
        endSession(process);
    }

    @Override
    protected void restore(ProcessPresence process) {
        database.letIn();
    }

    private static void endSession(ProcessPresence process) {
        database.endSessions(isSessionOf(process));
    }

    /** The session of a leader has another name. */
    private static String isSessionOf(ProcessPresence process) {
        return "replace(application_name, '-', '') LIKE '%%%s'"
                .formatted(process.bootId().toString().replace("-", ""));
    }

    @Test
    void itsSessionSaysWhoLeadsAndSinceWhen() {
        try (PostgresStore store =
                PostgresStore.open(StoreSettings.defaults(Dsn.parse(database.dsn())))) {
            ProcessPresence process = begin(new BootId(UUID.randomUUID()));
            begin(new BootId(UUID.randomUUID()));
            assertThat(store.summary(1).leader()).isEmpty();

            assertThat(process.tryTake(INTAKE)).isTrue();

            Leader leader = store.summary(1).leader().orElseThrow();
            assertThat(leader.bootId()).contains(process.bootId());
            assertThat(leader.address()).isPresent();
            assertThat(leader.since().orElseThrow())
                    .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
            end(process);
            await().until(() -> store.summary(1).leader().isEmpty());
        }
    }

    @Test
    void anEndedSessionComesBackByItself() {
        BootId bootId = new BootId(UUID.randomUUID());
        ProcessPresence process = begin(bootId);
        String before = pid(process);

        endSession(process);

        await().until(() -> !pid(process).equals(before) && !pid(process).isEmpty());
        await().until(process::held);
        assertThat(log.lines("WARN", "postgres presence lock lost", bootId.toString())).hasSize(1);
    }

    @Test
    void anEarlierSessionOfTheSameProcessThatTheServerStillKeepsIsEnded() {
        BootId bootId = new BootId(UUID.randomUUID());
        ProcessPresence stale = begin(bootId);
        String before = pid(stale);

        PostgresPresence again = PostgresPresence.open(Dsn.parse(database.dsn()), bootId);

        assertThat(again.held()).isTrue();
        assertThat(database.query("SELECT pid FROM pg_stat_activity WHERE pid = " + before))
                .isEmpty();
        again.close();
    }

    private static String pid(ProcessPresence process) {
        return String.join(
                "",
                database.query("SELECT pid FROM pg_stat_activity WHERE " + isSessionOf(process)));
    }

    @Test
    void processesOfOneMachineAreToldApartByTheirPorts() {
        try (PostgresStore store =
                PostgresStore.open(StoreSettings.defaults(Dsn.parse(database.dsn())))) {
            PostgresPresence leader = answering(8096);
            assertThat(leader.tryTake(INTAKE)).isTrue();
            answering(8097);

            assertThat(store.summary(1).leader().orElseThrow().address().orElseThrow())
                    .endsWith(":8096");
            assertThat(store.summary(1).standbys())
                    .extracting(standby -> standby.address().orElseThrow())
                    .singleElement()
                    .asString()
                    .endsWith(":8097");
        }
    }

    /** It holds the lock of a host name until its row is open. */
    @Test
    void aSessionThatOpensTheRowOfAStartIsNoProcessBesideTheLeader() throws Exception {
        try (PostgresStore store =
                        PostgresStore.open(StoreSettings.defaults(Dsn.parse(database.dsn())));
                Connection holding = database.lock("pg_description");
                Statement lock = holding.createStatement()) {
            lock.execute("LOCK TABLE rtmanager.operation_log IN SHARE MODE");
            Thread start =
                    Thread.ofVirtual()
                            .start(() ->
                                    store.openRow(
                                            SampleOperations.call(
                                                    new GameId("chess"),
                                                    OperationKind.START,
                                                    new BootId(UUID.randomUUID())),
                                            Optional.empty()));
            await().until(() ->
                    !database.query(
                                    "SELECT 1 FROM pg_locks WHERE NOT granted AND relation ="
                                            + " 'rtmanager.operation_log'::regclass")
                            .isEmpty());

            assertThat(store.summary(1).standbys()).isEmpty();

            holding.rollback();
            start.join();
        }
    }

    private PostgresPresence answering(int port) {
        PostgresPresence process =
                PostgresPresence.open(
                        Dsn.parse(database.dsn()),
                        new BootId(UUID.randomUUID()),
                        StoreSettings.DEFAULT_LEADER_TIMEOUT,
                        port);
        processes.add(process);
        return process;
    }

    @Test
    void aLeaderThatStandsStillLosesItsSession() throws Exception {
        loses("1920233837, 1", INTAKE);
    }

    @Test
    void aProcessThatHasItsNodeAndStandsStillLosesItsSession() throws Exception {
        loses("1920233838, 7", new Duty.OfNode(new NodeId(7)));
    }

    private void loses(String key, Duty duty) throws SQLException {
        try (Connection frozen = DriverManager.getConnection("jdbc:postgresql://" + address());
                Statement statement = frozen.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(%s)".formatted(key));
            PostgresPresence standby = impatient();

            await().atMost(Duration.ofSeconds(20)).until(() -> standby.tryTake(duty));

            assertThatThrownBy(() -> statement.execute("SELECT 1"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(log.lines("WARN", "leader stands still, its session is ended")).hasSize(1);
    }

    @Test
    void aLeaderThatIsAliveKeepsItsSession() {
        PostgresPresence leader = impatient();
        assertThat(leader.tryTake(INTAKE)).isTrue();
        PostgresPresence standby = impatient();

        await().during(Duration.ofSeconds(10))
                .atMost(Duration.ofSeconds(15))
                .until(() -> !standby.tryTake(INTAKE));

        assertThat(leader.has(INTAKE)).isTrue();
    }

    @Test
    void aSessionThatIsGoneIsNoticedByTheNextCheck() {
        PostgresPresence process = (PostgresPresence) begin(new BootId(UUID.randomUUID()));
        process.check();

        cut(process);
        try {
            assertThatThrownBy(process::check)
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("presence is lost: ");
        } finally {
            restore(process);
        }
        await().ignoreExceptionsInstanceOf(DependencyUnavailableException.class)
                .untilAsserted(process::check);
    }

    @Test
    void aNewSessionWorksWhenTheDutiesOfTheOldOneWereAskedForAgain() {
        PostgresPresence process = (PostgresPresence) begin(new BootId(UUID.randomUUID()));
        assertThat(process.tryTake(INTAKE)).isTrue();
        String before = pid(process);

        endSession(process);
        await().until(() -> !pid(process).isEmpty() && !pid(process).equals(before));
        await().until(process::held);

        assertThatThrownBy(process::check)
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("its locks are not yet taken");
        assertThat(process.tryTake(INTAKE)).isTrue();
        process.check();
    }

    @ParameterizedTest
    @CsvSource({"transaction, 0", "transaction, 1", "statement, 0", "statement, 1"})
    void aPoolerThatSharesSessionsIsRefused(String mode, int roundRobin) {
        try (PgBouncer pooler =
                PostgresServer.shared()
                        .pooler(
                                mode,
                                PgBouncer.IGNORES_PARAMETERS,
                                "server_round_robin = " + roundRobin)) {
            Dsn dsn = Dsn.parse(pooler.dsn(database.name()));

            assertThatThrownBy(() -> PostgresPresence.open(dsn, new BootId(UUID.randomUUID())))
                    .isInstanceOf(StoreOpenException.class)
                    .hasMessageContaining(dsn.server())
                    .hasMessageContaining("shares sessions between connections");
            assertThatThrownBy(
                            () -> PostgresInspection.of(StoreSettings.defaults(dsn), Instant::now))
                    .isInstanceOf(StoreOpenException.class)
                    .hasMessageContaining("shares sessions between connections");
        }
    }

    private PostgresPresence impatient() {
        PostgresPresence process =
                PostgresPresence.open(
                        Dsn.parse(database.dsn()),
                        new BootId(UUID.randomUUID()),
                        StoreSettings.SHORTEST_LEADER_TIMEOUT);
        processes.add(process);
        return process;
    }

    private static String address() {
        return PostgresServer.shared().address()
                + "/"
                + database.name()
                + "?user="
                + PostgresServer.ROLE
                + "&password="
                + PostgresServer.ENCODED_PASSWORD;
    }
}
