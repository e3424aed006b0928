package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.DockerException;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rtm.docker.FakeContainer.Deed;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.ContainerDaemon.NotMadeException;
import rtm.domain.port.DependencyCheck;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.Reply;

@Timeout(20)
class StartRefusalsTest {

    private static final ContainerId CONTAINER = new ContainerId("c0ffee");
    private static final String NO_ADDRESS =
            "{\"message\":\"no available IPv4 addresses on this network's address pools: n (9)\"}";

    @TempDir Path folder;
    private final FakeContainer container =
            new FakeContainer("created", Deed.AT_ONCE, Reply.json(204, ""));
    private volatile Optional<Reply> refusal = Optional.empty();
    private FakeDaemon daemon;

    @BeforeEach
    void serve() throws IOException {
        daemon =
                FakeDaemon.start(
                        folder,
                        FakeDaemon.healthy(
                                "1.12",
                                "1.41",
                                asked -> {
                                    if (refusal.isPresent()
                                            && asked.is("POST", ".*/" + CONTAINER + "/start")) {
                                        return refusal;
                                    }
                                    return asked.line().contains("/containers/")
                                            ? container.apply(asked)
                                            : Optional.empty();
                                }));
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    private DockerDaemon open(int haste) {
        return DockerDaemon.open(
                TestDockerSettings.of(daemon.host(), folder), OpenTelemetry.noop(), haste);
    }

    @Test
    void aTemporaryRefusalOfAStartIsNotReadyUntilAStartSucceeds() {
        try (DockerDaemon docker = open(4)) {
            refusal = Optional.of(Reply.json(500, NO_ADDRESS));
            assertThatThrownBy(() -> docker.start(CONTAINER))
                    .isInstanceOf(DependencyUnavailableException.class);
            assertThatThrownBy(() -> check(docker))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageStartingWith(
                            "docker: it refuses to start containers: no available IPv4 addresses");
            refusal = Optional.empty();
            docker.start(CONTAINER);
            assertThatCode(() -> check(docker)).doesNotThrowAnyException();
        }
    }

    @Test
    void aStartThatIsAcceptedAndNotDoneIsNotReadyUntilAStartSucceeds() {
        try (DockerDaemon docker = open(20)) {
            refusal = Optional.of(Reply.json(204, ""));
            assertThatThrownBy(() -> docker.start(CONTAINER))
                    .isInstanceOf(DependencyUnavailableException.class);
            assertThatThrownBy(() -> check(docker))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageStartingWith(
                            "docker: it does not start containers: accepted it (start container)");
            refusal = Optional.empty();
            docker.start(CONTAINER);
            assertThatCode(() -> check(docker)).doesNotThrowAnyException();
        }
    }

    @Test
    void oneThatTookLongIsRememberedUntilTheNextTryCanHaveFailedToo() {
        AtomicLong nanoTime = new AtomicLong();
        StartRefusals refusals = new StartRefusals(nanoTime::get, _ -> true);
        assertThatThrownBy(() ->
                        refusals.watch(
                                StartRefusals.Step.START,
                                "g",
                                () -> {
                                    nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
                                    throw NotMadeException.outage("accepted it");
                                }))
                .isInstanceOf(DependencyUnavailableException.class);

        nanoTime.addAndGet(Duration.ofSeconds(8).toNanos() - 1);
        assertThatThrownBy(refusals::check).hasMessageContaining("accepted it");
        nanoTime.incrementAndGet();
        assertThatCode(refusals::check).doesNotThrowAnyException();
    }

    @Test
    void withoutAnotherTryItIsForgottenAfterThreeSecondsIfDockerAnswersATrial() {
        AtomicLong nanoTime = new AtomicLong(-5);
        StartRefusals refusals = new StartRefusals(nanoTime::get, _ -> true);
        DependencyUnavailableException refused =
                new DependencyUnavailableException(
                        Dependency.DOCKER, "unavailable", new DockerException("unavailable", 500));
        assertThatThrownBy(() ->
                        refusals.watch(
                                StartRefusals.Step.CREATE,
                                "g",
                                () -> {
                                    nanoTime.addAndGet(Duration.ofSeconds(4).toNanos());
                                    throw refused;
                                }))
                .isSameAs(refused);
        nanoTime.addAndGet(Duration.ofSeconds(3).toNanos() - 1);
        assertThatThrownBy(refusals::check).hasMessageContaining("unavailable");
        nanoTime.incrementAndGet();
        assertThatCode(refusals::check).doesNotThrowAnyException();
    }

    @Test
    void aRefusalThatIsAboutOneGameChangesNothing() {
        try (DockerDaemon docker = open(4)) {
            refusal = Optional.of(Reply.json(500, "{\"message\":\"port is already allocated\"}"));
            assertThatThrownBy(() -> docker.start(CONTAINER))
                    .isInstanceOf(DaemonRefusedException.class);
            assertThatCode(() -> check(docker)).doesNotThrowAnyException();
            assertThat(docker.checks()).isNotEmpty();
        }
    }

    private static void check(DockerDaemon docker) {
        docker.checks().forEach(DependencyCheck::check);
    }
}
