package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.model.ContainerId;
import rtm.domain.port.ContainerOutput;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.End;
import rtm.testkit.server.FakeDaemon.Reply;

@Timeout(20)
class FollowedOutputTest {

    private static final ContainerId CONTAINER = new ContainerId("c0ffee");

    @TempDir Path folder;

    /** What a sink received. */
    private static final class Received implements ContainerOutput.LineSink {
        private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

        @Override
        public void line(String line) {
            all.add("line " + line);
        }

        @Override
        public void ended(String reason) {
            all.add("ended " + reason);
        }

        @Override
        public void broken(String reason) {
            all.add("broken " + reason);
        }

        String next() throws InterruptedException {
            return String.valueOf(all.poll(15, TimeUnit.SECONDS));
        }
    }

    @Test
    void eachLineIsPassedOnAsItComesUntilTheEngineEnds() throws Exception {
        String sent =
                ContainerOutputs.frame(1, "one\ntw")
                        + ContainerOutputs.frame(2, "o\n")
                        + ContainerOutputs.frame(1, "a\u00ffb\r\nrest");
        Received received = new Received();
        try (FakeDaemon daemon =
                        ContainerOutputs.daemon(
                                folder,
                                Reply.pieces(End.WELL, sent.substring(0, 9), sent.substring(9)));
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            engine.follow(CONTAINER, 7, received);

            assertThat(
                            List.of(
                                    received.next(),
                                    received.next(),
                                    received.next(),
                                    received.next(),
                                    received.next()))
                    .containsExactly(
                            "line one",
                            "line two",
                            "line a\ufffdb",
                            "line rest",
                            "ended the engine ended");
            assertThat(daemon.asked().getLast().line())
                    .endsWith("/logs?follow=true&stdout=true&stderr=true&tail=7");
        }
    }

    @Test
    void aCarriageReturnEndsALine() throws Exception {
        Received received = new Received();
        Reply bar =
                Reply.pieces(
                        End.WELL,
                        ContainerOutputs.frame(1, "10 %\r"),
                        ContainerOutputs.frame(1, "20 %\rdone\r"),
                        ContainerOutputs.frame(1, "\n\nlast\n"));
        try (FakeDaemon daemon = ContainerOutputs.daemon(folder, bar);
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            engine.follow(CONTAINER, 7, received);

            for (String line : List.of("10 %", "20 %", "done", "", "last")) {
                assertThat(received.next()).isEqualTo("line " + line);
            }
        }
    }

    @Test
    void aLineWithoutEndComesInParts() throws Exception {
        Received received = new Received();
        String text = "x".repeat(LineSplitter.LONGEST + 1);
        try (FakeDaemon daemon =
                        ContainerOutputs.daemon(
                                folder,
                                Reply.pieces(End.WELL, ContainerOutputs.frame(1, text + "\n")));
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            engine.follow(CONTAINER, 7, received);
            assertThat(received.next()).hasSize("line ".length() + LineSplitter.LONGEST);
            assertThat(received.next()).isEqualTo("line x");
        }
    }

    @Test
    void closingHangsUpOnDocker() throws Exception {
        Received received = new Received();
        try (FakeDaemon daemon =
                        ContainerOutputs.daemon(
                                folder,
                                Reply.pieces(End.STANDSTILL, ContainerOutputs.frame(1, "one\n")));
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            ContainerOutput.Following following = engine.follow(CONTAINER, 7, received);
            assertThat(received.next()).isEqualTo("line one");
            following.close();
            daemon.awaitHungUp();
        }
    }

    @Test
    void whyNothingFollowsIsSaid() throws Exception {
        assertThat(first(Reply.json(404, "{\"message\":\"No such container\"}")))
                .isEqualTo("ended the container is gone");
        assertThat(first(Reply.json(500, "{\"message\":\"this driver does not support reading\"}")))
                .contains("broken Docker refused to return it", "this driver does not support");
    }

    private DockerDaemon hasty(FakeDaemon daemon) {
        return DockerDaemon.open(
                TestDockerSettings.of(daemon.host(), folder), OpenTelemetry.noop(), 10);
    }

    @Test
    void aDaemonThatDoesNotAnswerIsNotWaitedFor() throws Exception {
        Received received = new Received();
        try (FakeDaemon daemon = ContainerOutputs.daemon(folder, Reply.silence());
                DockerDaemon engine = hasty(daemon)) {
            engine.follow(CONTAINER, 7, received);

            assertThat(received.next()).isEqualTo("broken Docker did not answer within 500 ms");
            daemon.awaitHungUp();
        }
    }

    @Test
    void aDaemonThatHangsMeanwhileEndsIt() throws Exception {
        Received received = new Received();
        AtomicBoolean frozen = new AtomicBoolean();
        Reply quiet = Reply.pieces(End.STANDSTILL, ContainerOutputs.frame(1, "one\n"));
        try (FakeDaemon daemon =
                        FakeDaemon.start(
                                folder,
                                FakeDaemon.healthy(
                                        "1.24",
                                        "1.41",
                                        asked ->
                                                asked.line().contains("/logs")
                                                        ? Optional.of(quiet)
                                                        : frozen.get()
                                                                ? Optional.of(Reply.silence())
                                                                : Optional.empty()));
                DockerDaemon engine = hasty(daemon)) {
            engine.follow(CONTAINER, 7, received);
            assertThat(received.next()).isEqualTo("line one");
            frozen.set(true);

            assertThat(received.next())
                    .isEqualTo("broken docker: did not answer within 200 ms (ping)");
            daemon.awaitHungUp();
        }
    }

    private String first(Reply reply) throws Exception {
        Received received = new Received();
        try (FakeDaemon daemon = ContainerOutputs.daemon(folder, reply);
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            engine.follow(CONTAINER, 7, received);
            return received.next();
        }
    }
}
