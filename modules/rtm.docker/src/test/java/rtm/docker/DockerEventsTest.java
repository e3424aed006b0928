package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.docker.api.BoundedLines;
import rtm.docker.api.CallTelemetry;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerConnection;
import rtm.domain.model.ContainerEvent;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerEvents.Sink;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.Asked;
import rtm.testkit.server.FakeDaemon.End;
import rtm.testkit.server.FakeDaemon.Reply;

@Timeout(30)
class DockerEventsTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Asked> unanswered = new LinkedBlockingQueue<>();
    private final AtomicBoolean hangs = new AtomicBoolean();

    @TempDir Path folder;

    private @Nullable Thread follower;

    @AfterEach
    void stop() throws InterruptedException {
        if (follower != null) {
            follower.interrupt();
            follower.join();
        }
    }

    static Stream<String> linesThatCannotBeRead() {
        return Stream.of(
                "garbage",
                "{\"Action\":\"die\",",
                "{\"Action\":\"d\u00ff\u00feie\",\"Actor\":{\"ID\":\"c0ffee\"}}",
                "null",
                "[]",
                "\"die\"",
                "{}",
                "{\"Action\":null,\"Actor\":{\"ID\":\"c0ffee\"}}",
                "{\"Action\":{},\"Actor\":[]}",
                "{\"Action\":\"die\",\"Actor\":{\"ID\":\"  \"}}",
                "\"open for ever",
                "[".repeat(5000),
                "1".repeat(BoundedLines.LONGEST + 1));
    }

    /** Such a line must not hang the stream while pings still succeed. */
    @ParameterizedTest
    @MethodSource("linesThatCannotBeRead")
    void anUnreadableLineIsSkippedAndTheStreamContinues(String line) throws Exception {
        try (FakeDaemon daemon = live();
                DockerCalls calls = calls(daemon)) {
            follow(calls, LONG);
            hear("opened");
            pieces.add(line + "\n");
            hear("skipped");
            pieces.add(die("c0ffee", 7) + "\n");
            hear("die c0ffee 7");
            assertThat(count(daemon, "/events")).isEqualTo(1);
        }
    }

    @Test
    void hugeLabelsHideNothing() throws Exception {
        try (FakeDaemon daemon = live();
                DockerCalls calls = calls(daemon)) {
            follow(calls, LONG);
            hear("opened");
            pieces.add(labelled("k".repeat(60_000), "v") + "\n");
            hear("die c0ffee 7");
            pieces.add(labelled("k", "v".repeat(25_000_000)) + "\n");
            hear("die c0ffee 7");
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void aStreamThatEndsIsLost() throws Exception {
        try (FakeDaemon daemon = daemon(_ -> Optional.of(Reply.pieces(End.WELL, "\n")));
                DockerCalls calls = calls(daemon)) {
            assertThatThrownBy(() -> events(calls, LONG).follow(Optional.empty(), sink()))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("the event stream ended");
            hear("opened");
            hear("gone");
        }
    }

    @Test
    void aStreamThatBreaksIsLost() throws Exception {
        try (FakeDaemon daemon = daemon(_ -> Optional.of(Reply.pieces(End.CUT, "{\"Ac")));
                DockerCalls calls = calls(daemon)) {
            assertThatThrownBy(() -> events(calls, LONG).follow(Optional.empty(), sink()))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("connection broken (follow events)");
            hear("opened");
            hear("gone");
        }
    }

    @Test
    void aDaemonWhoseSocketIsMissingIsGone() {
        try (DockerCalls calls =
                new DockerCalls(
                        new DockerConnection(
                                URI.create("unix://" + folder.resolve("missing.sock"))),
                        new CallTelemetry(OpenTelemetry.noop()))) {
            assertThatThrownBy(() -> events(calls, LONG).follow(Optional.empty(), sink()))
                    .isInstanceOf(DependencyUnavailableException.class);
            assertThat(heard).containsExactly("gone");
        }
    }

    @Test
    void aDaemonThatDoesNotStartTheStreamIsNotGone() throws Exception {
        try (FakeDaemon daemon = daemon(_ -> Optional.of(Reply.silence()));
                DockerCalls calls = calls(daemon)) {
            assertThatThrownBy(() -> events(calls, LONG).follow(Optional.empty(), sink()))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("did not start within");
            assertThat(heard).isEmpty();
        }
    }

    /** Its socket is held open by another program, so only the stream says so. */
    @Test
    void aDaemonThatStopsAnsweringAndThenClosesTheStreamIsGone() throws Exception {
        try (FakeDaemon daemon = live();
                DockerCalls calls = calls(daemon)) {
            follow(calls, LONG);
            hear("opened");
            hangs.set(true);
            assertThat(unanswered.poll(20, TimeUnit.SECONDS)).isNotNull();
            pieces.add("");
            hear("gone");
        }
    }

    @Test
    void aStreamIsLostAndClosedIfTheDaemonHangs() throws Exception {
        try (FakeDaemon daemon = daemon(_ -> Optional.of(Reply.pieces(End.STANDSTILL, "\n")));
                DockerCalls calls = calls(daemon)) {
            follow(calls, LONG);
            hear("opened");
            hangs.set(true);
            hear("lost docker: did not answer within 2 s (ping)");
            daemon.awaitHungUp();
        }
    }

    @Test
    void aQuietStreamIsReplacedFromItsLastEventOn() throws Exception {
        try (FakeDaemon daemon = live();
                DockerCalls calls = calls(daemon)) {
            follow(calls, Duration.ofMillis(500));
            hear("opened");
            pieces.add(die("c0ffee", 7) + "\n");
            hear("die c0ffee 7");
            hear("opened");
            assertThat(daemon.asked())
                    .extracting(Asked::line)
                    .anyMatch(line -> line.endsWith("&since=1777360734.000000005"));
        }
    }

    private void follow(DockerCalls calls, Duration longestQuiet) {
        follower =
                Thread.ofVirtual()
                        .name("follower")
                        .start(() -> {
                            try {
                                events(calls, longestQuiet).follow(Optional.empty(), sink());
                            } catch (DependencyUnavailableException lost) {
                                heard.add("lost " + lost.getMessage());
                            }
                        });
    }

    private static DockerEvents events(DockerCalls calls, Duration longestQuiet) {
        return new DockerEvents(
                calls, new DockerPing(calls), new DockerEvents.Patience(SHORT, longestQuiet));
    }

    private Sink sink() {
        return new Sink() {
            @Override
            public void opened() {
                heard.add("opened");
            }

            @Override
            public void gone() {
                heard.add("gone");
            }

            @Override
            public void happened(ContainerEvent event) {
                assertThat(event.at()).isEqualTo(Instant.ofEpochSecond(1777360734, 5));
                heard.add(
                        "%s %s %d"
                                .formatted(
                                        event.action().wire(),
                                        event.container(),
                                        event.exitCode().orElse(-1)));
            }

            @Override
            public void skipped(String why) {
                heard.add("skipped");
            }
        };
    }

    private void hear(String expected) throws InterruptedException {
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
    }

    private static String die(String container, int code) {
        return event(container, "\"exitCode\":\"" + code + "\"");
    }

    private static String labelled(String key, String value) {
        return event("c0ffee", "\"" + key + "\":\"" + value + "\",\"exitCode\":\"7\"");
    }

    private static String event(String container, String attributes) {
        return "{\"Action\":\"die\",\"Actor\":{\"ID\":\"%s\",\"Attributes\":{%s}},\"timeNano\":1777360734000000005}"
                .formatted(container, attributes);
    }

    private static long count(FakeDaemon daemon, String path) {
        return daemon.asked().stream().filter(asked -> asked.is("GET", path)).count();
    }

    private FakeDaemon live() throws Exception {
        return daemon(_ -> Optional.of(new Reply.Live(pieces)));
    }

    private FakeDaemon daemon(Function<Asked, Optional<Reply>> stream) throws Exception {
        return FakeDaemon.start(
                folder,
                FakeDaemon.healthy(
                        "1.12",
                        "1.41",
                        asked -> {
                            if (asked.is("GET", "/events")) {
                                return stream.apply(asked);
                            }
                            if (!hangs.get()) {
                                return Optional.empty();
                            }
                            unanswered.add(asked);
                            return Optional.of(Reply.silence());
                        }));
    }

    private static DockerCalls calls(FakeDaemon daemon) {
        return new DockerCalls(
                new DockerConnection(daemon.host()), new CallTelemetry(OpenTelemetry.noop()));
    }
}
