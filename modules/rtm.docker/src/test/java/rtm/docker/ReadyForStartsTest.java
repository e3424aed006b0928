package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtm.docker.api.CallTelemetry;
import rtm.docker.api.Deadlines;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerConnection;
import rtm.domain.model.ContainerId;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.MemorySize;
import rtm.domain.model.OperationId;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.DependencyCheck;
import rtm.testkit.server.Lie;
import rtm.testkit.server.LyingDaemon;
import rtm.testkit.server.Question;

/** A daemon that answers pings and not what a start asks of it. */
@Timeout(60)
class ReadyForStartsTest {

    private static final ImageReference IMAGE = new ImageReference("galaxy/game:1.4.0");

    @TempDir Path folder;
    private LyingDaemon daemon;
    private DockerDaemon docker;
    private int games;

    @BeforeEach
    void serve() throws IOException {
        daemon = new LyingDaemon(folder);
        docker =
                DockerDaemon.open(
                        TestDockerSettings.of(daemon.host(), folder), OpenTelemetry.noop(), 20);
    }

    @AfterEach
    void close() {
        docker.close();
        daemon.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIST", "IMAGE", "CREATE", "INSPECT", "START"})
    void isNotReadyWhileItDoesNotAnswerAStart(Question about) {
        daemon.lie(about, Lie.SILENT);
        assertThatThrownBy(this::startGame).isInstanceOf(DependencyUnavailableException.class);
        assertThatThrownBy(this::check)
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageStartingWith("docker: the work of a start fails: ");
        readyAfterMending();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIST", "INSPECT"})
    void isNotReadyWhileItRefusesAQuestionOfAStart(Question about) {
        daemon.lie(about, Lie.REFUSED);
        assertThatThrownBy(this::startGame).isInstanceOf(DependencyUnavailableException.class);
        assertThatThrownBy(this::check).hasMessageContaining("words that nobody knows");
        readyAfterMending();
    }

    @ParameterizedTest
    @EnumSource(names = {"IMAGE", "CREATE", "START"})
    void isNotReadyWhileItRefusesThisKindOfRequest(Question about) {
        daemon.lie(about, Lie.REFUSED);
        assertThatThrownBy(this::startGame).isInstanceOf(DaemonRefusedException.class);
        assertThatThrownBy(this::check)
                .hasMessageStartingWith(
                        "docker: it refuses to start containers: words that nobody knows (");
        readyAfterMending();
    }

    @ParameterizedTest
    @EnumSource(names = {"IMAGE", "CREATE", "START"})
    void isNotReadyAfterItRefusedThreeGamesThoughItAnswersATrial(Question about) {
        for (int i = 0; i < 3; i++) {
            assertThatCode(this::check).doesNotThrowAnyException();
            daemon.lieOnce(Set.of(about), 0, Lie.REFUSED);
            assertThatThrownBy(this::startGame).isInstanceOf(DaemonRefusedException.class);
        }
        assertThatThrownBy(this::check)
                .hasMessageStartingWith(
                        "docker: it refuses to start containers: words that nobody knows (")
                .hasMessageContaining("3 in a row");
        readyAfterMending();
    }

    /** What readiness asks when it is in doubt. */
    @ParameterizedTest
    @EnumSource(names = {"LIST", "IMAGE", "CREATE", "INSPECT", "START"})
    void aTrialChangesNothingAndShowsWhetherThisKindOfRequestIsAnswered(Question about) {
        StartRefusals.Step step = StartRefusals.Step.valueOf(about.name());
        try (DockerCalls calls =
                new DockerCalls(
                        new DockerConnection(daemon.host()),
                        new CallTelemetry(OpenTelemetry.noop()),
                        new Deadlines(4))) {
            AtomicLong nanoTime = new AtomicLong();
            StartTrials trials = new StartTrials(calls, nanoTime::get);
            assertThat(trials.test(step)).isTrue();
            for (Lie lie : List.of(Lie.SILENT, Lie.REFUSED)) {
                daemon.lie(about, lie);
                assertThat(trials.test(step)).as("asks once a second").isTrue();
                nanoTime.addAndGet(1_000_000_000);
                assertThat(trials.test(step)).isFalse();
                daemon.mend();
                nanoTime.addAndGet(1_000_000_000);
                assertThat(trials.test(step)).isTrue();
            }
        }
        assertThat(docker.owned()).isEmpty();
        assertThat(daemon.table().rows()).isEmpty();
    }

    @Test
    void oneGameThatIsRefusedAgainAndAgainChangesNothing() {
        for (int i = 0; i < 4; i++) {
            games = 0;
            daemon.lieOnce(Set.of(Question.START), 0, Lie.REFUSED);
            assertThatThrownBy(this::startGame).isInstanceOf(DaemonRefusedException.class);
            docker.remove(docker.containersOf(new GameId("g1")).getFirst().id());
        }
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    private void readyAfterMending() {
        daemon.mend();
        startGame();
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    /** What a start asks of Docker. */
    private void startGame() {
        games++;
        GameId game = new GameId("g" + games);
        docker.containersOf(game).forEach(found -> docker.inspect(found.id()));
        docker.imageLabels(IMAGE);
        ContainerId made =
                docker.create(
                        new EngineSpec(
                                game,
                                IMAGE,
                                new EngineLimits(
                                        new CpuQuota(500_000_000), new MemorySize(64L << 20), 64),
                                folder.toString(),
                                new OperationId(new UUID(0, games)),
                                new UUID(0, 3),
                                Instant.parse("2026-04-28T07:18:54.123Z")));
        docker.start(made);
    }

    private void check() {
        docker.checks().forEach(DependencyCheck::check);
    }
}
