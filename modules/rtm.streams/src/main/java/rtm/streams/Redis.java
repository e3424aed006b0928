package rtm.streams;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import rtm.domain.time.Durations;

/** The client of one Redis master, from which connections are made. */
final class Redis implements AutoCloseable {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final int THREADS = 2;

    private final ClientResources resources;
    private final RedisClient client;
    private final StreamsSettings settings;
    private final Duration connectTimeout;

    Redis(StreamsSettings settings) {
        this.settings = settings;
        this.connectTimeout = Durations.shorter(settings.operationTimeout(), LONGEST_CONNECT);
        this.resources = resources();
        this.client = RedisClient.create(resources);
        client.setOptions(options());
    }

    private static ClientResources resources() {
        return DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
    }

    private ClientOptions options() {
        return ClientOptions.builder()
                // Link makes a new connection itself: to where the address leads then, and to no
                // replica.
                .autoReconnect(false)
                // A command that was under way when the connection broke must fail, not be sent
                // again: whether it took effect is for its caller to find out.
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                // In the second version of the protocol every reply is made of arrays.
                .protocolVersion(ProtocolVersion.RESP2)
                .socketOptions(socketOptions())
                // Link waits with a deadline of its own for each answer.
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .build();
    }

    private SocketOptions socketOptions() {
        return SocketOptions.builder()
                .connectTimeout(connectTimeout)
                .keepAlive(
                        SocketOptions.KeepAliveOptions.builder()
                                .enable()
                                .idle(Duration.ofSeconds(15))
                                .interval(Duration.ofSeconds(5))
                                .count(3)
                                .build())
                .build();
    }

    /**
     * Begins a connection; it fails by itself when Redis does not greet in time, or is a replica.
     */
    CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connect(String name) {
        RedisURI.Builder uri =
                RedisURI.builder()
                        .withHost(settings.host())
                        .withPort(settings.port())
                        .withDatabase(settings.database())
                        .withTimeout(connectTimeout)
                        .withClientName("rtmanager-" + name);
        if (!settings.password().isEmpty()) {
            uri.withPassword(settings.password().toCharArray());
        }
        try {
            return client.connectAsync(ByteArrayCodec.INSTANCE, uri.build())
                    .toCompletableFuture()
                    .thenCompose(connection -> Role.required(connection, connectTimeout));
        } catch (RuntimeException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    /** Closes all connections too; whatever waits on them fails. */
    @Override
    public void close() {
        client.shutdown(Duration.ZERO, CLOSING);
        var _ = resources.shutdown(0, CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    }
}
