package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.docker.FakeContainer.Deed;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.Asked;
import rtm.testkit.server.FakeDaemon.Reply;

class ContainerCommandsTest {

    private static final ContainerId CONTAINER = new ContainerId("c0ffee");
    private static final Reply DONE = Reply.json(204, "");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"PT30S, 30", "PT1.5S, 2", "PT0S, 0"})
    void aStopPassesTheGraceInWholeSecondsNeverLess(Duration grace, int seconds) throws Exception {
        try (FakeDaemon daemon = daemon(new FakeContainer("running", Deed.AT_ONCE, DONE));
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            engine.stop(CONTAINER, grace);
            assertThat(daemon.asked())
                    .extracting(Asked::line)
                    .contains("POST /v1.41/containers/c0ffee/stop?t=" + seconds);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {304, 404})
    void aStopOfAStoppedOrMissingContainerSucceeds(int status) throws Exception {
        Reply answer = Reply.json(status, "");
        try (FakeDaemon daemon = daemon(new FakeContainer("exited", Deed.NEVER, answer));
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            engine.stop(CONTAINER, Duration.ofSeconds(1));
            assertThat(daemon.asked()).anyMatch(asked -> asked.is("POST", ".*/c0ffee/stop"));
        }
    }

    @Test
    void aRemovalAlsoRemovesTheVolumes() throws Exception {
        FakeContainer container = new FakeContainer("running", Deed.AT_ONCE, DONE);
        try (FakeDaemon daemon = daemon(container);
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            engine.remove(CONTAINER);
            assertThat(container.gone()).isTrue();
            assertThat(daemon.asked())
                    .filteredOn(asked -> asked.line().startsWith("DELETE"))
                    .singleElement()
                    .satisfies(asked ->
                            assertThat(asked.line())
                                    .startsWith("DELETE /v1.41/containers/c0ffee?")
                                    .contains("force=true")
                                    .contains("v=true"));
        }
    }

    /** The engine runs: what was seen of it was wrong, or a person started it since. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "You cannot remove a running container c0ffee. Stop the container before attempting"
                        + " removal or force remove",
                "You cannot remove a paused container c0ffee. Unpause and then stop the container",
                "cannot remove container \\\"/galaxy-game-g\\\": container is running: stop the"
                        + " container before removing or force remove",
                "cannot remove container \\\"/galaxy-game-g\\\": container is paused and must be"
                        + " unpaused first"
            })
    @Timeout(20)
    void aContainerThatRunsIsNotRemovedAsOneThatHasEnded(String words) throws Exception {
        Reply answer = Reply.json(409, "{\"message\":\"" + words + "\"}");
        FakeContainer container = new FakeContainer("running", Deed.NEVER, answer);
        try (FakeDaemon daemon = daemon(container);
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            assertThatThrownBy(() -> engine.removeEnded(CONTAINER))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("remove");
            assertThat(daemon.asked())
                    .filteredOn(asked -> asked.line().startsWith("DELETE"))
                    .singleElement()
                    .satisfies(asked ->
                            assertThat(asked.line())
                                    .contains("v=true")
                                    .doesNotContain("force=true"));
            assertThat(daemon.asked())
                    .as("looks once and does not wait for what cannot happen")
                    .filteredOn(asked -> asked.is("GET", "/containers/c0ffee/json"))
                    .hasSize(1);
        }
    }

    @Test
    @Timeout(20)
    void anAttachmentCountsOnceAnInspectionShowsIt() throws Exception {
        AtomicBoolean attached = new AtomicBoolean();
        Function<Asked, Optional<Reply>> container =
                asked -> {
                    if (asked.is("POST", "/networks/galaxy-net/connect")) {
                        attached.set(true);
                        return Optional.of(Reply.json(500, "{\"message\":\"out of order\"}"));
                    }
                    return asked.is("GET", "/containers/c0ffee/json")
                            ? Optional.of(inspection(attached.get()))
                            : Optional.empty();
                };
        try (FakeDaemon daemon =
                        FakeDaemon.start(folder, FakeDaemon.healthy("1.12", "1.41", container));
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            assertThat(engine.inspect(CONTAINER).orElseThrow().container().attached()).isFalse();
            engine.attach(CONTAINER);
            assertThat(engine.inspect(CONTAINER).orElseThrow().container().attached()).isTrue();
            assertThat(daemon.asked())
                    .filteredOn(asked -> asked.line().startsWith("POST"))
                    .singleElement()
                    .satisfies(asked ->
                            assertThat(asked.body()).isEqualTo("{\"Container\":\"c0ffee\"}"));
        }
    }

    @Test
    @Timeout(20)
    void anAttachmentThatDockerRefusesFailsInItsWords() throws Exception {
        Function<Asked, Optional<Reply>> container =
                asked -> {
                    if (asked.is("POST", "/networks/galaxy-net/connect")) {
                        return Optional.of(Reply.json(403, "{\"message\":\"not here\"}"));
                    }
                    return asked.is("GET", "/containers/c0ffee/json")
                            ? Optional.of(inspection(false))
                            : Optional.empty();
                };
        try (FakeDaemon daemon =
                        FakeDaemon.start(folder, FakeDaemon.healthy("1.12", "1.41", container));
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            assertThatThrownBy(() -> engine.attach(CONTAINER))
                    .isInstanceOf(DaemonRefusedException.class)
                    .hasMessageContaining("not here");
        }
    }

    private static Reply inspection(boolean attached) {
        return Reply.json(
                200,
                """
                {"Id":"c0ffee","Config":{},"State":{"Status":"running"},\
                "NetworkSettings":{"Networks":{%s}}}\
                """
                        .formatted(attached ? "\"galaxy-net\":{}" : "\"other\":{}"));
    }

    @Test
    @Timeout(20)
    void noMoreContainersStartAtTheSameMomentThanAreAllowed() throws Exception {
        AtomicInteger starting = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch fourAtOnce = new CountDownLatch(4);
        FakeContainer container = new FakeContainer("running", Deed.NEVER, DONE);
        Function<Asked, Optional<Reply>> answers =
                asked -> {
                    if (!asked.is("POST", ".*/start")) {
                        return container.apply(asked);
                    }
                    most.accumulateAndGet(starting.incrementAndGet(), Math::max);
                    fourAtOnce.countDown();
                    awaitQuietly(fourAtOnce);
                    starting.decrementAndGet();
                    return Optional.of(DONE);
                };
        try (FakeDaemon daemon = daemon(answers);
                DockerDaemon engine =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            List<FutureTask<Void>> starts =
                    IntStream.range(0, 40)
                            .mapToObj(
                                    _ -> new FutureTask<Void>(() -> engine.start(CONTAINER), null))
                            .toList();
            starts.forEach(start -> Thread.ofVirtual().name("caller").start(start));
            for (FutureTask<Void> start : starts) {
                start.get();
            }
        }
        assertThat(most).hasValue(4);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers requests about containers, and other requests as a healthy daemon does. */
    private FakeDaemon daemon(Function<Asked, Optional<Reply>> answers) throws IOException {
        return FakeDaemon.start(
                folder,
                FakeDaemon.healthy(
                        "1.12",
                        "1.41",
                        asked ->
                                asked.line().contains("/containers/")
                                        ? answers.apply(asked)
                                        : Optional.empty()));
    }
}
