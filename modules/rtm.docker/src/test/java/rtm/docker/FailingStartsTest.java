package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.DockerException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import rtm.docker.StartRefusals.Step;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;

/** Which failed and waiting steps of starts make the service not ready, and for how long. */
class FailingStartsTest {

    private final AtomicLong nanoTime = new AtomicLong(-5);
    private boolean answersTrials = true;
    private final StartRefusals starts = new StartRefusals(nanoTime::get, _ -> answersTrials);

    @Test
    void aListThatFailsIsNotReadyUntilOneSucceeds() {
        fail(Step.LIST, "g", silence("list containers"));
        assertNotReady(
                "docker: the work of a start fails: did not answer within 10 s (list containers)");
        succeed(Step.IMAGE);
        assertNotReady("list containers");
        succeed(Step.LIST);
        assertReady();
    }

    @Test
    void aStartThatWaitsIsNotReadyFromThreeSecondsOnUntilAnotherSucceeds() {
        answersTrials = false;
        starts.watch(
                Step.CREATE,
                "g",
                () -> {
                    pass(Duration.ofSeconds(3).minusNanos(1));
                    assertReady();
                    pass(Duration.ofNanos(1));
                    assertNotReady(
                            "docker: a start has been waiting for more than 3 s (create container)");
                    succeed(Step.CREATE);
                    assertReady();
                    return "made";
                });
        assertReady();
    }

    @Test
    void afterThreeSecondsATrialDecidesWhetherAFailureCounts() {
        fail(Step.LIST, "g", silence("list containers"));
        answersTrials = false;
        pass(Duration.ofMinutes(1));
        assertNotReady("list containers");
        answersTrials = true;
        assertReady();
        answersTrials = false;
        assertReady();
    }

    @Test
    void aStepThatWaitsForOneGameCountsWhileDockerAnswersNoOtherOfItsKind() {
        starts.watch(
                Step.CREATE,
                "g",
                () -> {
                    pass(Duration.ofSeconds(3));
                    assertReady();
                    answersTrials = false;
                    assertNotReady("waiting for more than 3 s (create container)");
                    return "made";
                });
        assertReady();
    }

    @Test
    void stepsThatWaitForThreeGamesCountWhateverATrialShows() {
        starts.watch(
                Step.CREATE,
                "a",
                () ->
                        starts.watch(
                                Step.CREATE,
                                "b",
                                () -> {
                                    pass(Duration.ofSeconds(3));
                                    assertReady();
                                    return starts.watch(
                                            Step.CREATE,
                                            "c",
                                            () -> {
                                                pass(Duration.ofSeconds(3));
                                                assertNotReady("waiting for more than 3 s");
                                                return "made";
                                            });
                                }));
        assertReady();
    }

    @Test
    void aContainerThatCannotBeInspectedIsAMatterOfItsGame() {
        for (int i = 0; i < 5; i++) {
            fail(Step.INSPECT, "hung", silence("inspect container"));
        }
        assertReady();
        starts.watch(
                Step.INSPECT,
                "hung",
                () -> {
                    pass(Duration.ofSeconds(5));
                    assertReady();
                    return "seen";
                });
    }

    @Test
    void threeContainersThatCannotBeInspectedAreNot() {
        fail(Step.INSPECT, "a", silence("inspect container"));
        fail(Step.INSPECT, "b", silence("inspect container"));
        assertReady();
        starts.watch(
                Step.INSPECT,
                "c",
                () -> {
                    pass(Duration.ofSeconds(3));
                    assertNotReady("waiting for more than 3 s (inspect container)");
                    return "seen";
                });
        assertReady();
        fail(Step.INSPECT, "a", silence("inspect container"));
        fail(Step.INSPECT, "b", silence("inspect container"));
        fail(Step.INSPECT, "c", silence("inspect container"));
        assertNotReady("did not answer");
    }

    @Test
    void afterAFailedStartALookAtItsContainerThatFailsCountsAsWell() {
        fail(Step.CREATE, "g", silence("inspect container"));
        pass(Duration.ofSeconds(5));
        assertReady();
        fail(Step.INSPECT, "left over", silence("inspect container"));
        assertNotReady("inspect container");
        succeed(Step.INSPECT);
        succeed(Step.CREATE);
        fail(Step.INSPECT, "hung", silence("inspect container"));
        assertReady();
    }

    @Test
    void aRefusalCountsWhenThreeGamesInARowGotOne() {
        refuse("a", 500);
        refuse("b", 500);
        refuse("b", 500);
        assertReady();
        succeed(Step.START);
        refuse("a", 500);
        refuse("b", 500);
        assertReady();
        refuse("c", 500);
        assertNotReady("docker: it refuses to start containers: no (start container, 3 in a row)");
        pass(Duration.ofSeconds(3));
        assertReady();
        refuse("a", 500);
        assertNotReady("3 in a row");
        succeed(Step.START);
        assertReady();
    }

    @Test
    void aRefusalOfOneGameCountsIfDockerRefusesATrialToo() {
        refuse("a", 500);
        assertReady();
        refuse("a", 500);
        answersTrials = false;
        assertNotReady("docker: it refuses to start containers: no (start container)");
        pass(Duration.ofMinutes(1));
        assertNotReady("(start container)");
        answersTrials = true;
        assertReady();
    }

    @Test
    void aRefusedRequestOfTheCallerNeverCounts() {
        refuse("a", 400);
        refuse("b", 404);
        refuse("c", 409);
        assertReady();
    }

    @Test
    void aRefusalOfOneGameDoesNotEndWhatCountsForAll() {
        fail(Step.START, "a", silence("start container"));
        refuse("b", 500);
        assertNotReady("did not answer within 10 s (start container)");
    }

    @Test
    void aCallThatWasInterruptedSaysNothing() {
        fail(Step.LIST, "g", new CancellationException());
        fail(Step.LIST, "g", new InterruptedException());
        assertReady();
    }

    private void refuse(String game, int status) {
        DaemonRefusedException refused =
                new DaemonRefusedException("no", new DockerException("no", status));
        assertThatThrownBy(() -> starts.watch(Step.START, game, thrower(refused)))
                .isSameAs(refused);
    }

    private void fail(Step step, String subject, Exception cause) {
        fail(
                step,
                subject,
                new DependencyUnavailableException(Dependency.DOCKER, "interrupted", cause));
    }

    private void fail(Step step, String subject, DependencyUnavailableException outage) {
        assertThatThrownBy(() -> starts.watch(step, subject, thrower(outage))).isSameAs(outage);
    }

    private void succeed(Step step) {
        assertThat(starts.<String>watch(step, "other", () -> "done")).isEqualTo("done");
    }

    private static Supplier<String> thrower(RuntimeException failure) {
        return () -> {
            throw failure;
        };
    }

    private static DependencyUnavailableException silence(String what) {
        return new DependencyUnavailableException(
                Dependency.DOCKER, "did not answer within 10 s (" + what + ")", null);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private void assertReady() {
        assertThatCode(starts::check).doesNotThrowAnyException();
    }

    private void assertNotReady(String words) {
        assertThatThrownBy(starts::check)
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining(words);
    }
}
