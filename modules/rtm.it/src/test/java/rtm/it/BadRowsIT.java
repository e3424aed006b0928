package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.UnreadableRowException;
import rtm.domain.model.Verdict;
import rtm.domain.port.RuntimeStore.OpenResult;
import rtm.store.PostgresStore;
import rtm.store.StoreSettings;
import rtm.store.dsn.Dsn;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.TestDatabase;

/** Rows that hold values that cannot be, as an earlier version or a person may have left them. */
final class BadRowsIT {

    private static final GameId BAD = new GameId("bad");
    private static final GameId GOOD = new GameId("good");
    private static final BootId WE = new BootId(UUID.randomUUID());

    @RegisterExtension final CapturedLog log = new CapturedLog();
    private TestDatabase database;
    private PostgresStore store;

    @BeforeEach
    void open() {
        database = PostgresServer.shared().database();
        store = PostgresStore.open(StoreSettings.defaults(Dsn.parse(database.dsn())));
        for (String table :
                List.of("runtime_records", "operation_log", "health_snapshots", "outbox")) {
            for (String constraint :
                    database.query(
                            "SELECT conname FROM pg_constraint WHERE NOT convalidated AND conrelid"
                                    + " = 'rtmanager.%s'::regclass".formatted(table))) {
                database.execute(
                        "ALTER TABLE rtmanager.%s DROP CONSTRAINT %s".formatted(table, constraint));
            }
        }
        run(BAD);
        run(GOOD);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "current_image_ref = ''",
                "current_image_ref = 'no image'",
                "current_image_ref = repeat('x', 10000000)",
                "current_container_id = ''",
                "current_container_id = '../x'",
                "engine_endpoint = ''",
                "engine_endpoint = 'nowhere'",
                "state_path = 'relative'",
                "docker_network = ' '",
                "started_at = 'infinity'",
                "created_at = '20000-01-01'"
            })
    void aBadRecordHarmsItsOwnGameOnly(String change) {
        spoil("runtime_records", change);

        assertThat(store.chunk(Optional.empty(), Optional.empty(), 10))
                .satisfies(chunk -> {
                    assertThat(chunk.records())
                            .extracting(RuntimeRecord::gameId)
                            .containsExactly(GOOD);
                    assertThat(chunk.unreadable()).containsExactly(BAD);
                });
        assertThat(store.list(RuntimeStatus.RUNNING)).hasSize(1);
        assertThat(store.find(GOOD)).isPresent();
        assertThatThrownBy(() -> store.find(BAD))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("row bad of table runtime_records")
                .hasMessageContaining(change.substring(0, change.indexOf(' ')));
        assertThat(log.lines())
                .filteredOn(line -> line.contains("WARN"))
                .singleElement()
                .asString()
                .contains("row cannot be read, its game is left out", "game_id=bad");
    }

    @Test
    void noRowStaysOpenForAGameWhoseRecordCannotBeRead() {
        spoil("runtime_records", "current_image_ref = ''");

        assertThatThrownBy(() -> store.openRow(stop(BAD), Optional.empty()))
                .isInstanceOf(UnreadableRowException.class);

        assertThat(store.openOperations()).isEmpty();
        assertThat(store.openRow(stop(GOOD), Optional.empty()))
                .isInstanceOf(OpenResult.Opened.class);
    }

    @Test
    void aJobOfAGameWhoseRecordCannotBeReadIsClosedAsFailed() {
        spoil("runtime_records", "current_image_ref = ''");
        OpenResult closed =
                store.openAndCommit(
                        SampleOperations.job("s/1-0", BAD, "galaxy/game:1.4.0", WE),
                        Optional.empty(),
                        opened ->
                                SampleOperations.bare(
                                        opened.operation(),
                                        new Verdict.Failed(ErrorCode.INTERNAL_ERROR, "bad")));

        assertThat(closed).isInstanceOf(OpenResult.Opened.class);
        assertThat(store.operations(BAD, Optional.empty(), 10).entries().getFirst().errorCode())
                .contains("internal_error");
    }

    @Test
    void aBadOpenRowIsLeftOutAndBlocksItsGameInWords() {
        OpenOperation good = begin(GOOD);
        begin(BAD);
        spoil("operation_log", "started_at = '-infinity'");

        assertThat(store.openOperations()).containsExactly(good);
        assertThatThrownBy(() -> store.openRow(stop(BAD), Optional.empty()))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("table operation_log")
                .hasMessageContaining("started_at");
        assertThat(store.operations(BAD, Optional.empty(), 10).entries()).isEmpty();
    }

    @Test
    void theSummaryCountsBadRowsOnce() {
        int before = store.summary(10).unreadableRows();
        begin(BAD);
        spoil("operation_log", "started_at = '-infinity'");

        store.summary(10);
        assertThat(store.summary(10).unreadableRows()).isEqualTo(before + 1);
        assertThat(store.summary(10).oldest()).isEmpty();
    }

    @Test
    void aBadSnapshotCountsAsNone() {
        spoil("health_snapshots", "container_id = ' '");

        assertThat(store.findHealth(BAD)).isEmpty();
        assertThat(store.findHealth(GOOD)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fields = '[\"a\", null]'",
                "fields = '[\"a\", \"b\", \"a\", \"c\"]'",
                "stream = ''"
            })
    void aBadMessageHoldsUpNoOther(String change) {
        spoil("outbox", change);

        List<OutboxMessage> pending = store.pending(Set.of(), 1);

        assertThat(pending).extracting(OutboxMessage::gameId).containsExactly(GOOD);
        store.published(store.pending(Set.of(), 10));
        assertThat(store.pending(Set.of(), 1)).isEmpty();
        assertThat(store.summary(1).tally().outboxPending()).isPositive();
    }

    private void spoil(String table, String change) {
        database.execute(
                "UPDATE rtmanager.%s SET %s WHERE game_id = '%s'".formatted(table, change, BAD));
    }

    private void run(GameId game) {
        store.commit(SampleOperations.whole(begin(game), SampleOperations.running(game, 0)));
    }

    private OpenOperation begin(GameId game) {
        return ((OpenResult.Opened) store.openRow(stop(game), Optional.empty())).operation();
    }

    private static OperationRequest stop(GameId game) {
        return SampleOperations.call(game, OperationKind.STOP, WE);
    }
}
