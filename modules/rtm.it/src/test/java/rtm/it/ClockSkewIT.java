package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.store.PostgresInspection;
import rtm.store.StoreSettings;
import rtm.store.dsn.Dsn;
import rtm.streams.RedisStreams;
import rtm.testkit.server.PostgresServer;
import rtm.testkit.server.RedisServer;
import rtm.testkit.server.TestDatabase;

/** What the preflight is told of other hosts' clocks, by a clock of this host that is off. */
final class ClockSkewIT {

    @ParameterizedTest
    @ValueSource(longs = {0, 90, -90})
    void redisTellsHowFarItsClockIsAhead(long seconds) {
        RedisServer server = RedisServer.shared();
        InstantSource clock = behindBy(seconds);
        try (RedisStreams redis = RedisFixtures.open(RedisFixtures.settings(server))) {
            assertAhead(seconds, redis.inspect(clock).clockAhead());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 90, -90})
    void postgresTellsHowFarItsClockIsAhead(long seconds) {
        try (TestDatabase database = PostgresServer.shared().database()) {
            StoreSettings settings = StoreSettings.defaults(Dsn.parse(database.dsn()));

            assertAhead(seconds, PostgresInspection.of(settings, behindBy(seconds)).clockAhead());
        }
    }

    private static InstantSource behindBy(long seconds) {
        return () -> InstantSource.system().instant().minusSeconds(seconds);
    }

    /** The servers run on this machine; what the call itself takes is no skew. */
    private static void assertAhead(long seconds, Duration ahead) {
        assertThat(ahead.minusSeconds(seconds).abs()).isLessThan(Duration.ofSeconds(1));
    }
}
