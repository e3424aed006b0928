package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.DependencyCheck;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.Asked;
import rtm.testkit.server.FakeDaemon.Reply;

class DockerDaemonTest {

    private static final ContainerId CONTAINER = new ContainerId("c0ffee");

    @RegisterExtension private final CapturedLog log = new CapturedLog();

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "1.12, 1.41, 1.41",
        "1.24, 1.43, 1.43",
        "1.24, 1.51, 1.44",
        "1.44, 1.51, 1.44",
        "1.47, 1.55, 1.47"
    })
    void theChosenVersionIsSupportedByBothSides(String lowest, String highest, String spoken)
            throws Exception {
        try (FakeDaemon daemon = daemon(lowest, highest, _ -> Optional.empty());
                DockerDaemon _ = open(daemon)) {
            assertThat(daemon.asked())
                    .extracting(Asked::line)
                    .containsExactly(
                            "GET /version",
                            "GET /v" + spoken + "/_ping",
                            "GET /v" + spoken + "/networks/galaxy-net");
        }
    }

    @Test
    void aDaemonThatIsTooOldIsReported() throws Exception {
        try (FakeDaemon daemon = daemon("1.12", "1.40", _ -> Optional.empty())) {
            assertThatThrownBy(() -> open(daemon))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("supports API versions up to 1.40")
                    .hasMessageContaining("20.10");
        }
    }

    @Test
    void anUpgradedDaemonIsAskedAgainInItsNewVersion() throws Exception {
        AtomicBoolean upgraded = new AtomicBoolean();
        Function<Asked, Optional<Reply>> answers =
                asked -> {
                    if (upgraded.get() && asked.is("GET", "/version")) {
                        return Optional.of(
                                Reply.json(
                                        200,
                                        "{\"ApiVersion\":\"1.51\",\"MinAPIVersion\":\"1.44\"}"));
                    }
                    return upgraded.get() && asked.line().contains("/v1.41/")
                            ? Optional.of(
                                    Reply.json(
                                            400,
                                            "{\"message\":\"client version 1.41 is too old. Minimum"
                                                    + " supported API version is 1.44\"}"))
                            : Optional.empty();
                };
        try (FakeDaemon daemon = daemon("1.12", "1.41", answers);
                DockerDaemon engine = open(daemon)) {
            upgraded.set(true);
            engine.checks().getFirst().check();
            assertThat(daemon.asked().getLast().line()).isEqualTo("GET /v1.44/_ping");
        }
    }

    @Test
    void aDaemonThatNeverAnswersEndsTheCallByItsDeadlineAndLeavesNothingBehind() throws Exception {
        AtomicBoolean hangs = new AtomicBoolean();
        try (FakeDaemon daemon = daemon(asked -> when(hangs.get(), Reply.silence()));
                DockerDaemon engine = open(daemon)) {
            hangs.set(true);
            long startedAt = System.nanoTime();
            assertThatThrownBy(() -> engine.checks().getFirst().check())
                    .isInstanceOfSatisfying(
                            DependencyUnavailableException.class,
                            e -> assertThat(e.dependency()).isEqualTo(Dependency.DOCKER))
                    .hasMessageContaining("did not answer within 2 s");
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt))
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
            daemon.awaitHungUp();
        }
    }

    @Test
    void moreCallsThanConnectionsEndByTheirDeadlineAndTheDaemonIsUsableAfterwards()
            throws Exception {
        AtomicBoolean hangs = new AtomicBoolean();
        try (FakeDaemon daemon = daemon(_ -> when(hangs.get(), Reply.silence()));
                DockerDaemon engine = open(daemon)) {
            DependencyCheck ping = engine.checks().getFirst();
            hangs.set(true);
            long startedAt = System.nanoTime();
            List<FutureTask<Boolean>> calls =
                    Stream.generate(() -> new FutureTask<>(() -> unanswered(ping)))
                            .limit(150)
                            .toList();
            calls.forEach(call -> Thread.ofVirtual().name("caller").start(call));
            for (FutureTask<Boolean> call : calls) {
                assertThat(call.get()).isTrue();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt))
                    .isLessThan(Duration.ofSeconds(5));
            daemon.awaitHungUp();
            hangs.set(false);
            assertThatCode(ping::check).doesNotThrowAnyException();
        }
    }

    private static boolean unanswered(DependencyCheck ping) {
        try {
            ping.check();
            return false;
        } catch (DependencyUnavailableException e) {
            return e.text().contains("did not answer within 2 s");
        }
    }

    @Test
    void anInterruptedCallClosesItsConnectionAndKeepsTheFlag() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        try (FakeDaemon daemon =
                        daemon(request -> {
                            if (request.is("POST", "/containers/c0ffee/start")) {
                                asked.countDown();
                                return Optional.of(Reply.silence());
                            }
                            return Optional.empty();
                        });
                DockerDaemon engine = open(daemon)) {
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    engine.start(CONTAINER);
                                } catch (DependencyUnavailableException e) {
                                    thrown.set(e);
                                    flag.set(Thread.currentThread().isInterrupted());
                                }
                            });
            asked.await();
            caller.interrupt();
            caller.join();
            assertThat(thrown.get()).hasMessageContaining("start container was interrupted");
            assertThat(flag).isTrue();
            daemon.awaitHungUp();
        }
    }

    @Test
    void closingCancelsRunningCalls() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        try (FakeDaemon daemon =
                daemon(request -> {
                    if (request.is("POST", "/containers/c0ffee/start")) {
                        asked.countDown();
                        return Optional.of(Reply.silence());
                    }
                    return Optional.empty();
                })) {
            DockerDaemon engine = open(daemon);
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    engine.start(CONTAINER);
                                } catch (DependencyUnavailableException e) {
                                    thrown.set(e);
                                }
                            });
            asked.await();
            engine.close();
            caller.join();
            assertThat(thrown.get()).isInstanceOf(DependencyUnavailableException.class);
            assertThatThrownBy(() -> engine.start(CONTAINER))
                    .isInstanceOf(DependencyUnavailableException.class);
            daemon.awaitHungUp();
        }
    }

    @Test
    void aMissingSocketIsReported() {
        assertThatThrownBy(() -> open(URI.create("unix://" + folder.resolve("none.sock"))))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("no socket at unix://")
                .hasMessageContaining("is the Docker daemon running?");
    }

    @Test
    void aSocketWithoutAListenerIsReported() throws Exception {
        URI host;
        try (FakeDaemon daemon = daemon(_ -> Optional.empty())) {
            host = daemon.host();
            Files.createLink(folder.resolve("left.sock"), folder.resolve("docker.sock"));
        }
        assertThatThrownBy(
                        () -> open(URI.create(host.toString().replace("docker.sock", "left.sock"))))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("nothing answers at unix://");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404|{\"message\":\"network galaxy-net not found\"}"
                        + "|network galaxy-net does not exist: create it",
                "200|{\"Name\":\"galaxy-net\",\"Id\":\"a1\",\"Driver\":\"overlay\"}"
                        + "|network galaxy-net is not a bridge network",
                "200|{\"Name\":\"galaxy-net-2\",\"Id\":\"galaxy-net\",\"Driver\":\"bridge\"}"
                        + "|network galaxy-net does not exist: create it"
            })
    void anUnusableNetworkIsReportedInOneSentence(int status, String body, String sentence)
            throws Exception {
        try (FakeDaemon daemon =
                daemon(asked ->
                        when(asked.is("GET", "/networks/galaxy-net"), Reply.json(status, body)))) {
            assertThatThrownBy(() -> open(daemon))
                    .isInstanceOfSatisfying(
                            DependencyUnavailableException.class,
                            e -> assertThat(e.dependency()).isEqualTo(Dependency.DOCKER_NETWORK))
                    .hasMessageContaining(sentence);
        }
    }

    @Test
    void theRangesOfTheNetworkAreThoseOfItsAddresses() throws Exception {
        String body =
                "{\"Name\":\"galaxy-net\",\"Id\":\"a1\",\"Driver\":\"bridge\",\"IPAM\":{\"Config\":%s}}";
        for (String config : List.of("null", "[]", "[{}]")) {
            assertThat(subnets(body.formatted(config))).isEmpty();
        }
        assertThat(
                        subnets(
                                body.formatted(
                                        "[{\"Subnet\":\"10.99.1.0/24\",\"Gateway\":\"10.99.1.1\"},{\"Subnet\":\"fd00::/64\"}]")))
                .containsExactly("10.99.1.0/24", "fd00::/64");
    }

    private List<String> subnets(String network) throws Exception {
        try (FakeDaemon daemon =
                        daemon(asked ->
                                when(
                                        asked.is("GET", "/networks/galaxy-net"),
                                        Reply.json(200, network)));
                DockerDaemon engine = open(daemon)) {
            return engine.networkSubnets();
        }
    }

    /** So nobody is advised to create a network that is there. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"Name\":\"galaxy-net\"}", "{\"Id\":\"a1\"}"})
    void anAnswerThatDescribesNoNetworkIsAnOutageAndNoMissingNetwork(String body) throws Exception {
        try (FakeDaemon daemon =
                daemon(asked ->
                        when(asked.is("GET", "/networks/galaxy-net"), Reply.json(200, body)))) {
            assertThatThrownBy(() -> open(daemon))
                    .isInstanceOfSatisfying(
                            DependencyUnavailableException.class,
                            e -> assertThat(e.dependency()).isEqualTo(Dependency.DOCKER))
                    .hasMessageContaining("has no name or no id")
                    .hasMessageNotContaining("create");
        }
    }

    @Test
    void aRefusalHasOnlyDockersOwnMessage() throws Exception {
        try (FakeDaemon daemon =
                        daemon(asked ->
                                when(
                                        asked.is("POST", "/containers/c0ffee/start"),
                                        Reply.json(
                                                500,
                                                "{\"message\":\"driver failed\\nat once\"}")));
                DockerDaemon engine = open(daemon)) {
            assertThatThrownBy(() -> engine.start(CONTAINER))
                    .isInstanceOf(DaemonRefusedException.class)
                    .hasMessage("driver failed at once");
        }
    }

    @Test
    void aRunningRemovalIsAwaited() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        try (FakeDaemon daemon =
                        daemon(asked -> {
                            if (asked.is("DELETE", "/containers/c0ffee")) {
                                return Optional.of(
                                        Reply.json(
                                                409,
                                                "{\"message\":\"removal of container c0ffee"
                                                        + " is already in progress\"}"));
                            }
                            if (asked.is("GET", "/containers/c0ffee/json")) {
                                boolean gone = looks.incrementAndGet() == 3;
                                return Optional.of(
                                        gone
                                                ? Reply.json(404, "")
                                                : Reply.json(
                                                        200,
                                                        "{\"Id\":\"c0ffee\",\"Config\":{},"
                                                                + "\"State\":{\"Status\":\"removing\"}}"));
                            }
                            return Optional.empty();
                        });
                DockerDaemon engine = open(daemon)) {
            assertThatCode(() -> engine.remove(CONTAINER)).doesNotThrowAnyException();
            assertThat(looks).hasValue(3);
        }
    }

    @Test
    void anUnknownStateCountsAsAlive() throws Exception {
        try (FakeDaemon daemon =
                        daemon(asked ->
                                when(
                                        asked.is("GET", "/containers/json"),
                                        Reply.json(
                                                200,
                                                "[{\"Id\":\"c0ffee\",\"Names\":[\"/a/alias\","
                                                        + "\"/galaxy-game-g\"],"
                                                        + "\"State\":\"hibernating\"}]")));
                DockerDaemon engine = open(daemon)) {
            assertThat(engine.containersOf(new GameId("g")))
                    .singleElement()
                    .satisfies(container -> {
                        assertThat(container.live()).isTrue();
                        assertThat(container.name()).isEqualTo("galaxy-game-g");
                    });
            assertThat(log.lines("WARN", "unknown container state", "hibernating")).hasSize(1);
        }
    }

    @Test
    void anIncompleteAnswerIsNotAnEmptyList() throws Exception {
        try (FakeDaemon daemon =
                        daemon(asked ->
                                when(
                                        asked.is("GET", "/containers/json"),
                                        Reply.pieces(FakeDaemon.End.CUT, "[{\"Id\":")));
                DockerDaemon engine = open(daemon)) {
            assertThatThrownBy(() -> engine.containersOf(new GameId("g")))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("connection broken (list containers)");
        }
    }

    private FakeDaemon daemon(Function<Asked, Optional<Reply>> answers) throws IOException {
        return daemon("1.12", "1.41", answers);
    }

    private FakeDaemon daemon(
            String lowest, String highest, Function<Asked, Optional<Reply>> answers)
            throws IOException {
        return FakeDaemon.start(folder, FakeDaemon.healthy(lowest, highest, answers));
    }

    private DockerDaemon open(FakeDaemon daemon) {
        return open(daemon.host());
    }

    private DockerDaemon open(URI host) {
        return DockerDaemon.open(TestDockerSettings.of(host, folder));
    }

    private static Optional<Reply> when(boolean so, Reply reply) {
        return so ? Optional.of(reply) : Optional.empty();
    }
}
