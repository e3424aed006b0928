package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.ServiceProcess;

/** The pool of the packaged program, and how long it waits for PostgreSQL. */
final class StoreSettingsIT {

    private static final int MOST = 5;
    private static final int IDLE = 4;
    private static final String RECORD = "/api/v1/internal/runtimes/none";

    private static Stage stage;
    private static ServiceProcess service;

    @BeforeAll
    static void serve() throws Exception {
        stage = new Stage();
        service =
                stage.service(
                        Map.of(
                                "RTMANAGER_POSTGRES_MAX_OPEN_CONNS",
                                Integer.toString(MOST),
                                "RTMANAGER_POSTGRES_MAX_IDLE_CONNS",
                                Integer.toString(IDLE),
                                "RTMANAGER_POSTGRES_CONN_MAX_LIFETIME",
                                "30s",
                                "RTMANAGER_POSTGRES_OPERATION_TIMEOUT",
                                "1s"));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    @Shows({"RTMANAGER_POSTGRES_MAX_OPEN_CONNS", "RTMANAGER_POSTGRES_OPERATION_TIMEOUT"})
    void noMoreConnectionsThanAreSetWaitAndNoLongerThanIsSet() throws Exception {
        try (Connection lock = stage.database().lock("rtmanager.runtime_records")) {
            assertThat(lock).isNotNull();
            long began = System.nanoTime();
            List<CompletableFuture<HttpResponse<String>>> answers =
                    IntStream.range(0, 3 * MOST)
                            .mapToObj(_ -> CompletableFuture.supplyAsync(StoreSettingsIT::read))
                            .toList();

            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Stage.PATIENCE)
                    .until(() -> sessions("wait_event_type = 'Lock'").size() == MOST);
            assertThat(sessions("true")).hasSizeLessThanOrEqualTo(MOST);

            assertThat(answers.getFirst().get().statusCode()).isEqualTo(503);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(900), Duration.ofMillis(4500));
            answers.forEach(CompletableFuture::join);
        }
    }

    @Test
    @Shows({"RTMANAGER_POSTGRES_CONN_MAX_LIFETIME", "RTMANAGER_POSTGRES_MAX_IDLE_CONNS"})
    void connectionsAreReplacedAtTheAgeThatIsSetByAsManyAsAreToBeIdle() {
        List<String> old = sessions("true");

        await().pollInterval(Duration.ofMillis(250))
                .atMost(Duration.ofSeconds(45))
                .until(() ->
                        sessions("true").size() == IDLE
                                && sessions("true").stream().noneMatch(old::contains));
    }

    private static HttpResponse<String> read() {
        try {
            return service.get(RECORD);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** The sessions of the pool: presence has one of its own, which holds its lock. */
    private static List<String> sessions(String condition) {
        return stage.database()
                .query(
                        "SELECT pid FROM pg_stat_activity a WHERE datname = current_database()"
                                + " AND application_name = 'rtmanager' AND NOT EXISTS (SELECT FROM"
                                + " pg_locks l WHERE l.pid = a.pid AND locktype = 'advisory')"
                                + " AND "
                                + condition);
    }
}
