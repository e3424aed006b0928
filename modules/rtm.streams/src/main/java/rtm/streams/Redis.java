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
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import rtm.domain.time.Durations;
import rtm.streams.wire.ReplyLimiter;

/** The client of one Redis master; opens connections. */
final class Redis implements AutoCloseable {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final int THREADS = 2;

    /** The user that a password without a name is for. */
    static final String USER = "default";

    /** Lettuce's usual tick of a tenth of a second wakes the idle process ten times a second. */
    private static final Duration TICK = Duration.ofSeconds(1);

    /** Only connections that are being established use it; each wait has a deadline of its own. */
    private final HashedWheelTimer timer =
            new HashedWheelTimer(
                    new DefaultThreadFactory("lettuce-timer", true),
                    TICK.toMillis(),
                    TimeUnit.MILLISECONDS);

    private final AtomicLong bytesCut = new AtomicLong();
    private final ClientResources resources;
    private final RedisClient client;
    private final StreamsSettings settings;
    private final Duration connectTimeout;

    Redis(StreamsSettings settings) {
        this.settings = settings;
        this.connectTimeout = Durations.shorter(settings.operationTimeout(), LONGEST_CONNECT);
        this.resources = resources();
        this.client = new AsyncRedisClient(resources);
        client.setOptions(options());
    }

    private ClientResources resources() {
        return DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .timer(timer)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .nettyCustomizer(limiter())
                .build();
    }

    /** Lettuce would hold a text of any length before anybody sees it. */
    private NettyCustomizer limiter() {
        return new NettyCustomizer() {
            @Override
            public void afterChannelInitialized(Channel channel) {
                channel.pipeline().addFirst(new ReplyLimiter(bytesCut::addAndGet));
            }
        };
    }

    /** How many bytes of replies were received and not kept; it grows while a long one arrives. */
    long bytesCut() {
        return bytesCut.get();
    }

    private ClientOptions options() {
        return ClientOptions.builder()
                // ReconnectingConnection opens a new connection itself: to the server behind the
                // address at that time, and never to a replica.
                .autoReconnect(false)
                // If the connection breaks, a running command must fail and not be sent again: its
                // caller finds out whether it took effect.
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                // In version 2 of the protocol every compound reply is an array.
                .protocolVersion(ProtocolVersion.RESP2)
                .socketOptions(socketOptions())
                // ReconnectingConnection waits for each answer with its own deadline.
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

    /** Opens a connection; the stage fails if Redis does not answer in time or is a replica. */
    CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connect(String name) {
        RedisURI.Builder uri =
                RedisURI.builder()
                        .withHost(settings.host())
                        .withPort(settings.port())
                        .withDatabase(settings.database())
                        .withTimeout(connectTimeout)
                        .withClientName("rtmanager-" + name);
        if (!settings.password().isEmpty()) {
            // With its name, a server whose default user needs no password takes any.
            uri.withAuthentication(USER, settings.password().toCharArray());
        }
        try {
            return client.connectAsync(ByteArrayCodec.INSTANCE, uri.build())
                    .toCompletableFuture()
                    .thenCompose(connection -> Role.required(connection, connectTimeout));
        } catch (RuntimeException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    /** Also closes all connections; waiting commands fail. */
    @Override
    public void close() {
        client.shutdown(Duration.ZERO, CLOSING);
        var _ = resources.shutdown(0, CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        timer.stop();
    }
}
