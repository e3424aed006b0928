package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.PlacingPolicy;
import rtm.domain.port.CommitSignal;
import rtm.domain.port.RuntimeStore.OpenResult;
import rtm.store.PostgresSignals;
import rtm.store.PostgresStore;
import rtm.store.StoreSettings;
import rtm.store.dsn.Dsn;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.TestDatabase;

/** What a process of one node hears of what another commits. */
class PostgresSignalsIT {

    private static final GameId GAME = new GameId("chess");
    private static final BootId WE = new BootId(UUID.randomUUID());

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private TestDatabase database;
    private PostgresStore store;
    private NodeId other;
    private PostgresSignals signals;

    @BeforeEach
    void open() {
        database = PostgresServer.shared().database();
        store =
                PostgresStore.openAmongOthers(
                        settings(),
                        OpenTelemetry.noop(),
                        new PlacingPolicy(new MemorySize(512L << 20), Duration.ofMinutes(1)));
        other =
                new NodeId(
                        Integer.parseInt(
                                database.query(
                                                "INSERT INTO rtmanager.nodes (engine_id) VALUES"
                                                        + " ('MNOP:QRST') RETURNING node_id")
                                        .getFirst()));
        signals =
                PostgresSignals.listen(
                        Dsn.parse(database.dsn() + "&application_name=hears"),
                        other,
                        new CommitSignal() {
                            @Override
                            public void committed() {
                                heard.add("committed");
                            }

                            @Override
                            public void assigned() {
                                heard.add("assigned");
                            }

                            @Override
                            public void closed(long row) {
                                heard.add("closed " + row);
                            }
                        });
        // It may have missed what was sent before.
        await().until(() -> heard.equals(List.of("assigned", "committed")));
        heard.clear();
    }

    @AfterEach
    void close() {
        signals.close();
        store.close();
        database.close();
    }

    private StoreSettings settings() {
        return StoreSettings.defaults(Dsn.parse(database.dsn()));
    }

    private void isOnTheOtherNode() {
        OpenResult opened =
                store.openRow(
                        SampleOperations.call(GAME, OperationKind.STOP, WE), Optional.empty());
        store.commit(
                SampleOperations.whole(
                        ((OpenResult.Opened) opened).operation(),
                        SampleOperations.on(other, SampleOperations.running(GAME, 0))));
    }

    private OpenOperation assign() {
        OperationRequest job =
                SampleOperations.job("runtime:start_jobs/1-0", GAME, "galaxy/game:1", WE);
        return ((OpenResult.Busy) store.assign(job).orElseThrow()).other();
    }

    @Test
    void aNodeHearsOfItsJobAndTheReaderOfItsEnd() {
        isOnTheOtherNode();
        await().until(() -> heard.contains("committed"));
        heard.clear();

        OpenOperation row = assign();

        await().until(() -> heard.equals(List.of("assigned")));
        // Its reader looks again, which is nothing new for the node.
        assertThat(assign()).isEqualTo(row);
        OpenOperation taken = store.takeOver(row, WE).orElseThrow();
        store.commit(
                SampleOperations.whole(
                        taken, SampleOperations.on(other, SampleOperations.running(GAME, 1))));
        await().until(() -> heard.equals(List.of("assigned", "closed " + row.row(), "committed")));
    }

    @Test
    void nothingIsHeardOfTheJobsOfOtherNodes() {
        database.execute("NOTIFY rtm_assigned, '77'");
        database.execute("NOTIFY rtm_assigned, '%s'".formatted(other));
        await().until(() -> heard.equals(List.of("assigned")));
    }

    @Test
    void itEndsWithoutALine() {
        signals.close();
        assertThat(log.lines("WARN", "postgres signals")).isEmpty();
    }

    @Test
    void aSessionThatEndsIsOpenedAgainAndWhatItMayHaveMissedIsLookedAt() {
        database.endSessions("application_name = 'hears'");
        await().until(() -> heard.equals(List.of("assigned", "committed")));
        assertThat(log.lines("WARN", "postgres signals of other nodes are not heard")).hasSize(1);

        isOnTheOtherNode();
        assign();
        await().until(() -> heard.size() > 3);
    }

    @Test
    void aProcessOnTheOnlyNodeSendsNothing() {
        try (PostgresStore alone = PostgresStore.open(settings())) {
            OpenResult opened =
                    alone.openRow(
                            SampleOperations.job(
                                    "runtime:start_jobs/1-0", GAME, "galaxy/game:1", WE),
                            Optional.empty());
            alone.commit(
                    SampleOperations.whole(
                            ((OpenResult.Opened) opened).operation(),
                            SampleOperations.running(GAME, 0)));
        }
        database.execute("NOTIFY rtm_closed, 'none'");
        database.execute("NOTIFY rtm_closed, '42'");
        await().until(() -> heard.equals(List.of("closed 42")));
    }
}
