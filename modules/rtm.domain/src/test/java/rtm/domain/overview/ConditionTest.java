package rtm.domain.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.Ending;
import rtm.domain.model.GameId;
import rtm.domain.model.GameOverview;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.LatestEnding;
import rtm.domain.model.RuntimeState;

class ConditionTest {

    private static final GameId GAME = new GameId("game-1");
    private static final RuntimeState RUNNING =
            new RuntimeState.Running(SampleOperations.CONTAINER);
    private static final RuntimeState STOPPED =
            new RuntimeState.Stopped(SampleOperations.CONTAINER, Instant.EPOCH);
    private static final RuntimeState REMOVED =
            new RuntimeState.Removed(Optional.empty(), Instant.EPOCH);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HEALTHY | {} | healthy | false",
                "STARTING | {\"image_ref\": \"galaxy/game:1\"} | starting | false",
                "STOPPED | {} | stopped | false",
                "EXITED | {\"exit_code\": 7, \"oom\": false} | exited 7 | true",
                "EXITED | {\"exit_code\":-1,\"oom\":false} | exited -1 | true",
                "EXITED | {} | exited | true",
                "EXITED | {\"oom\": true, \"exit_code\": 137} | out of memory | true",
                "OOM | {\"exit_code\": 137} | out of memory | true",
                "CONTAINER_DISAPPEARED | {} | container removed, not asked for | true",
                "PROBE_FAILED | {\"last_error\":\"{\\\"oom\\\":true}\"} | probe failed | true",
                "INSPECT_UNHEALTHY | {\"state\":\"running\",\"health\":\"unhealthy\"} | unhealthy | true",
                "INSPECT_UNHEALTHY | {\"state\": \"paused\", \"health\": \"\"} | paused | true",
                "INSPECT_UNHEALTHY | {\"health\":\"<b onclick=alert(1)>\"} | <b onclick=alert(1)> | true",
                "INSPECT_UNHEALTHY | {\"health\":\"\\u001b[2J\"} | unhealthy | true",
                "INSPECT_UNHEALTHY | not what was written | unhealthy | true"
            })
    void aSnapshotIsAFewWords(HealthStatus status, String details, String words, boolean unwell) {
        assertThat(Condition.of(seen(status, details))).isEqualTo(new Condition(unwell, words));
    }

    @Test
    void aTextOfAnEngineCountsForNothing() {
        String details =
                "{\"last_error\":\"\\\",\\\"exit_code\\\":9,\\\"oom\\\":true\",\"exit_code\":7}";

        assertThat(Condition.of(seen(HealthStatus.EXITED, details)).words()).isEqualTo("exited 7");
    }

    @Test
    void anExitWithCodeZeroHasItsCodeToo() {
        assertThat(
                        Condition.of(
                                        seen(
                                                HealthStatus.EXITED,
                                                "{\"restart_count\":0,\"state\":\"exited\",\"health\":\"\"}"))
                                .words())
                .isEqualTo("exited 0");
    }

    @Test
    void crashesAreCounted() {
        HealthSnapshot exited = seen(HealthStatus.EXITED, "{\"exit_code\":7,\"oom\":false}");

        assertThat(of(STOPPED, exited, ending(false, false, 1)).words()).isEqualTo("exited 7");
        assertThat(of(STOPPED, exited, ending(false, false, 3)).words())
                .isEqualTo("exited 7, 3 ends within 1h");
        assertThat(of(RUNNING, seen(HealthStatus.HEALTHY, "{}"), ending(false, false, 3)).words())
                .isEqualTo("healthy");
    }

    @Test
    void anEndWithDockerIsNotTheEnginesFault() {
        assertThat(of(STOPPED, seen(HealthStatus.EXITED, "{}"), ending(false, true, 0)))
                .isEqualTo(new Condition(true, "ended with docker"));
    }

    @Test
    void aRemovedGameIsUnwellIfNobodyAskedForIt() {
        HealthSnapshot gone = seen(HealthStatus.CONTAINER_DISAPPEARED, "{}");

        assertThat(of(REMOVED, gone, ending(false, false, 1)))
                .isEqualTo(new Condition(true, "container removed, not asked for"));
        assertThat(of(REMOVED, gone, ending(true, false, 0)))
                .as("it was stopped before on request")
                .isEqualTo(new Condition(false, "container removed"));
        assertThat(of(REMOVED, gone, Optional.empty()).unwell()).isFalse();
        assertThat(of(REMOVED, seen(HealthStatus.EXITED, "{}"), ending(false, false, 1)))
                .as("the container was removed on request")
                .isEqualTo(new Condition(false, "exited"));
    }

    private static Condition of(
            RuntimeState state, HealthSnapshot seen, Optional<LatestEnding> ending) {
        return Condition.of(
                        new GameOverview(
                                SampleOperations.record(GAME, state, 0),
                                Optional.of(seen),
                                Optional.empty(),
                                Optional.empty(),
                                ending))
                .orElseThrow();
    }

    private static HealthSnapshot seen(HealthStatus status, String details) {
        return new HealthSnapshot(
                GAME,
                Optional.of(SampleOperations.CONTAINER),
                status,
                HealthSource.INSPECT,
                details,
                Instant.EPOCH);
    }

    private static Optional<LatestEnding> ending(
            boolean requested, boolean withDaemon, int crashes) {
        return Optional.of(
                new LatestEnding(
                        new Ending(
                                GAME,
                                SampleOperations.CONTAINER,
                                Instant.EPOCH,
                                Instant.EPOCH,
                                Optional.empty(),
                                OptionalInt.empty(),
                                false,
                                requested,
                                withDaemon),
                        crashes));
    }
}
