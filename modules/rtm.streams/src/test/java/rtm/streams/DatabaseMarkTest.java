package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.JobStream;
import rtm.domain.port.JobStreams.StreamFacts;

/** The real adapter over a server that loses the mark, gives it away or spoils it. */
class DatabaseMarkTest {

    private static final String NOTHING = "$-1\r\n";
    private static final UUID DATABASE = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private EndlessRedis server;
    private RedisStreams streams;

    @BeforeEach
    void open() throws IOException {
        server = new EndlessRedis();
        server.answer("XINFO", "-ERR no such key\r\n");
        marked(DATABASE.toString());
        streams =
                RedisStreams.open(
                        new StreamsSettings(
                                "127.0.0.1",
                                server.port(),
                                "",
                                0,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(60),
                                new StreamsSettings.StreamKeys(
                                        "starts", "stops", "results", "health", "intents")),
                        InstantSource.system());
    }

    @AfterEach
    void close() throws IOException {
        streams.close();
        server.close();
    }

    @Test
    void aMarkThatRedisLostIsSetAgainAtTheNextLook() {
        streams.rememberDatabase(DATABASE, false);
        assertThat(log.lines("database recorded in redis")).isEmpty();
        server.answer("GET", NOTHING);
        server.answer("EVALSHA", NOTHING);

        assertThat(streams.jobs().facts(JobStream.START_JOBS)).isEqualTo(StreamFacts.ABSENT);

        assertThat(log.lines("INFO", "database recorded in redis", "database_id=" + DATABASE))
                .hasSize(1);
    }

    @Test
    void whenAnotherDatabaseTookRedisOverNoJobsAreRead() {
        streams.rememberDatabase(DATABASE, false);
        marked(OTHER.toString());

        assertThatThrownBy(() -> streams.jobs().facts(JobStream.START_JOBS))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessage(
                        "redis: its offsets and leases belong to database %s, but this database is %s",
                        OTHER, DATABASE);

        marked(DATABASE.toString());
        assertThatCode(() -> streams.jobs().facts(JobStream.START_JOBS)).doesNotThrowAnyException();
    }

    @Test
    void aRefusedDatabaseDoesNotCountAsTheOwnOne() {
        marked(OTHER.toString());

        assertThat(streams.rememberDatabase(DATABASE, false)).contains(OTHER.toString());
        assertThatCode(() -> streams.jobs().facts(JobStream.START_JOBS)).doesNotThrowAnyException();

        assertThat(streams.rememberDatabase(DATABASE, true)).isEmpty();
    }

    @Test
    void aKeyOfAnotherTypeIsNamedAtBootAndLater() {
        String wrong = "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";
        server.answer("EVALSHA", wrong);
        assertNamesTheKey(() -> streams.rememberDatabase(DATABASE, false));

        marked(DATABASE.toString());
        streams.rememberDatabase(DATABASE, false);
        server.answer("GET", wrong);
        assertNamesTheKey(() -> streams.jobs().facts(JobStream.START_JOBS));
    }

    private static void assertNamesTheKey(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("WRONGTYPE")
                .hasMessageEndingWith("(GET rtmanager:database)");
    }

    private void marked(String database) {
        server.answer("GET", out -> EndlessRedis.text(out, database));
        server.answer("EVALSHA", out -> EndlessRedis.text(out, database));
    }
}
