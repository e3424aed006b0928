package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtm.domain.time.Deadline;
import rtm.streams.ErrorReply.Consequence;
import rtm.streams.ReconnectingConnection.Session;

class ReconnectingConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void aConnectionThatIsOpenedWhileTheServerIsLeftStaysOpen() throws IOException {
        List<Session> opened = new ArrayList<>();
        ServerHealth server = new ServerHealth();
        try (EndlessRedis listening = new EndlessRedis();
                Redis redis = new Redis(settings(listening))) {
            List<ReconnectingConnection> connections = new ArrayList<>();
            server.onLeave(() -> opened.add(session(connections.getFirst())));
            connections.add(ReconnectingConnection.of(redis, server, "test", PATIENCE, 1));
            Session left = session(connections.getFirst());

            server.workRefused(
                    left.era(),
                    Consequence.LEAVE,
                    Failures.unavailable("it has too few replicas", null));

            assertThat(opened).hasSize(1);
            assertThat(opened.getFirst().era()).isNotEqualTo(left.era());
            assertThat(session(connections.getFirst())).isEqualTo(opened.getFirst());
        }
    }

    private static Session session(ReconnectingConnection connection) {
        return connection.session(Deadline.in(PATIENCE));
    }

    private static StreamsSettings settings(EndlessRedis server) {
        return new StreamsSettings(
                "127.0.0.1",
                server.port(),
                "",
                0,
                PATIENCE,
                Duration.ofSeconds(60),
                new StreamsSettings.StreamKeys("starts", "stops", "results", "health", "intents"));
    }
}
