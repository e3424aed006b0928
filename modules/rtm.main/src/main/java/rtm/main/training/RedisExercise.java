package rtm.main.training;

import static rtm.main.training.Exercise.expect;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.XReadArgs;
import java.time.Duration;
import java.util.Map;

/** Takes a lease, adds to a stream and reads from it, with Lettuce. */
final class RedisExercise implements Exercise {

    // Lettuce takes its streams as a generic array.
    @SuppressWarnings("unchecked")
    @Override
    public void run() throws Exception {
        try (var server = StubServer.onLoopback(new StubRedis())) {
            RedisClient client =
                    RedisClient.create(
                            RedisURI.builder()
                                    .withHost("127.0.0.1")
                                    .withPort(server.port())
                                    .withAuthentication("default", "password".toCharArray())
                                    .build());
            try (var connection = client.connect()) {
                var commands = connection.sync();
                expect("PONG", commands.ping());
                expect("OK", commands.set("lease", "token", SetArgs.Builder.nx().px(60_000)));
                expect("1-0", commands.xadd("stream", Map.of("game_id", "g")));
                var entries =
                        commands.xread(
                                XReadArgs.Builder.block(Duration.ofSeconds(1)).count(10),
                                XReadArgs.StreamOffset.from("stream", "0-0"));
                expect(Map.of("game_id", "g"), entries.getFirst().getBody());
            } finally {
                client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            }
        }
    }
}
