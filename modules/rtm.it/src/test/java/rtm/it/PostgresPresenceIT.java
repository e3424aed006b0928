package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.contract.ProcessPresenceContract;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.BootId;
import rtm.domain.port.ProcessPresence;
import rtm.store.PostgresPresence;
import rtm.store.dsn.Dsn;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.TestDatabase;

class PostgresPresenceIT extends ProcessPresenceContract {

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
        database.endSessions("application_name = '" + process.bootId() + "'");
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
                database.query(
                        "SELECT pid FROM pg_stat_activity WHERE application_name = '"
                                + process.bootId()
                                + "'"));
    }
}
