package rtm.it;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import rtm.it.server.TcpProxy;

/**
 * The way of a service to Redis and to PostgreSQL, which a test can break.
 *
 * @param redis the one
 * @param postgres the other
 * @param settings what sends a service this way, and has it wait for no answer longer than a second
 */
record Links(TcpProxy redis, TcpProxy postgres, Map<String, String> settings)
        implements AutoCloseable {

    static Links of(Stage stage) {
        TcpProxy redis = TcpProxy.to(stage.redisServer().host(), stage.redisServer().port());
        URI server = URI.create("postgres://" + stage.postgresAddress());
        TcpProxy postgres = TcpProxy.to(server.getHost(), server.getPort());
        return new Links(
                redis,
                postgres,
                Map.of(
                        "RTMANAGER_REDIS_MASTER_ADDR",
                        address(redis),
                        "RTMANAGER_POSTGRES_PRIMARY_DSN",
                        stage.database().dsn().replace(stage.postgresAddress(), address(postgres)),
                        "RTMANAGER_REDIS_OPERATION_TIMEOUT",
                        "1s",
                        "RTMANAGER_POSTGRES_OPERATION_TIMEOUT",
                        "1s"));
    }

    /** The same settings and others. */
    Map<String, String> settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return all;
    }

    private static String address(TcpProxy link) {
        return link.host() + ":" + link.port();
    }

    @Override
    public void close() {
        redis.close();
        postgres.close();
    }
}
