package rtm.it;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationId;
import rtm.domain.port.GameLeases.Holder;
import rtm.it.server.TcpProxy;
import rtm.streams.RedisStreams;
import rtm.streams.StreamsSettings;
import rtm.streams.StreamsSettings.StreamKeys;
import rtm.testkit.server.RedisServer;

/** What the tests of the Redis adapter share. */
final class RedisFixtures {

    static final String RESULTS = "runtime:job_results";
    static final String EVENTS = "runtime:health_events";
    static final StreamKeys KEYS =
            new StreamKeys(
                    "runtime:start_jobs",
                    "runtime:stop_jobs",
                    RESULTS,
                    EVENTS,
                    "notification:intents");
    static final Instant NOW = Instant.parse("2026-04-28T07:18:54Z");
    static final GameId GAME = new GameId("game-1");
    static final Holder HOLDER = holder(1);
    static final Holder RIVAL = holder(2);

    private RedisFixtures() {}

    static Holder holder(int number) {
        return new Holder(
                new BootId(new UUID(0xB007, number)), new OperationId(new UUID(0x09, number)));
    }

    static StreamsSettings settings(RedisServer server) {
        return settings(server.host(), server.port(), RedisServer.PASSWORD, 0);
    }

    static StreamsSettings settings(String host, int port, String password, int database) {
        return new StreamsSettings(
                host,
                port,
                password,
                database,
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                KEYS);
    }

    /** Over a link that can be broken, with short times. */
    static StreamsSettings settings(TcpProxy proxy, Duration operationTimeout, Duration leaseTtl) {
        return new StreamsSettings(
                proxy.host(),
                proxy.port(),
                RedisServer.PASSWORD,
                0,
                operationTimeout,
                leaseTtl,
                KEYS);
    }

    /** The same with another stream of start jobs. */
    static StreamsSettings withStartJobs(StreamsSettings settings, String stream) {
        return new StreamsSettings(
                settings.host(),
                settings.port(),
                settings.password(),
                settings.database(),
                settings.operationTimeout(),
                settings.leaseTtl(),
                new StreamKeys(
                        stream,
                        KEYS.stopJobs(),
                        KEYS.jobResults(),
                        KEYS.healthEvents(),
                        KEYS.notificationIntents()));
    }

    static RedisStreams open(StreamsSettings settings) {
        return RedisStreams.open(settings, InstantSource.fixed(NOW));
    }
}
