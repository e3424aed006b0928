package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.HealthObservation.InspectUnhealthy;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;
import rtm.domain.rule.InspectedHealth.InspectionVerdict;

class InspectedHealthTest {

    private static final Optional<InspectedHealth> FIRST = Optional.empty();

    @ParameterizedTest
    @ValueSource(strings = {"", "starting", "healthy"})
    void aContainerThatRunsAndIsNotUnhealthyIsGood(String health) {
        assertThat(InspectedHealth.judge(FIRST, seen(0, ContainerState.RUNNING, health)))
                .isInstanceOf(InspectionVerdict.WellAgain.class);
    }

    @Test
    void whatIsKnownToBeGoodIsNotSaidAgain() {
        InspectedContainer good = seen(0, ContainerState.RUNNING, "healthy");
        assertThat(InspectedHealth.judge(after(FIRST, good), good))
                .isInstanceOf(InspectionVerdict.Quiet.class);
    }

    @Test
    void anExitIsNotThisObserversToTell() {
        Optional<InspectedHealth> good = after(FIRST, seen(0, ContainerState.RUNNING, ""));
        for (String lastHealth : List.of("", "healthy", "unhealthy")) {
            InspectedContainer exited = seen(0, ContainerState.EXITED, lastHealth);
            assertThat(InspectedHealth.judge(FIRST, exited))
                    .isInstanceOf(InspectionVerdict.Quiet.class);
            assertThat(InspectedHealth.judge(good, exited))
                    .isInstanceOf(InspectionVerdict.Quiet.class);
        }
    }

    @Test
    void aFailingHealthCheckIsToldOnce() {
        InspectedContainer bad = seen(0, ContainerState.RUNNING, "unhealthy");
        assertThat(InspectedHealth.judge(FIRST, bad))
                .isEqualTo(
                        new InspectionVerdict.Report(
                                new InspectUnhealthy(0, ContainerState.RUNNING, "unhealthy"),
                                new InspectedHealth(0, ContainerState.RUNNING, "unhealthy", true)));
        assertThat(InspectedHealth.judge(after(FIRST, bad), bad))
                .isInstanceOf(InspectionVerdict.Quiet.class);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"RUNNING", "EXITED", "UNKNOWN"},
            mode = Mode.EXCLUDE)
    void aStateThatAnEngineShouldNotBeInIsBad(ContainerState state) {
        assertThat(InspectedHealth.judge(FIRST, seen(0, state, "")))
                .isInstanceOf(InspectionVerdict.Report.class);
    }

    @Test
    void itIsToldAgainOnlyWhenItChangesWhileBad() {
        Optional<InspectedHealth> bad = after(FIRST, seen(0, ContainerState.RUNNING, "unhealthy"));
        InspectedContainer other = seen(0, ContainerState.PAUSED, "unhealthy");
        assertThat(InspectedHealth.judge(bad, other)).isInstanceOf(InspectionVerdict.Report.class);
        assertThat(InspectedHealth.judge(after(bad, other), other))
                .isInstanceOf(InspectionVerdict.Quiet.class);
    }

    @Test
    void aRestartByDockerIsToldOnceAndThenGoodAgain() {
        InspectedContainer before = seen(1, ContainerState.RUNNING, "");
        InspectedContainer restarted = seen(2, ContainerState.RUNNING, "");
        Optional<InspectedHealth> first = after(FIRST, before);
        assertThat(InspectedHealth.judge(FIRST, before))
                .as("what it was before anybody looked is nothing to compare with")
                .isInstanceOf(InspectionVerdict.WellAgain.class);
        assertThat(InspectedHealth.judge(first, restarted))
                .extracting(verdict -> ((InspectionVerdict.Report) verdict).observation())
                .isEqualTo(new InspectUnhealthy(2, ContainerState.RUNNING, ""));
        Optional<InspectedHealth> told = after(first, restarted);
        assertThat(InspectedHealth.judge(told, restarted))
                .isInstanceOf(InspectionVerdict.WellAgain.class);
        assertThat(InspectedHealth.judge(after(told, restarted), restarted))
                .isInstanceOf(InspectionVerdict.Quiet.class);
    }

    @Test
    void itIsGoodAgainOnceAndToldAnewWhenItTurnsBadAgain() {
        InspectedContainer bad = seen(0, ContainerState.RUNNING, "unhealthy");
        InspectedContainer good = seen(0, ContainerState.RUNNING, "healthy");
        Optional<InspectedHealth> told = after(FIRST, bad);
        assertThat(InspectedHealth.judge(told, good))
                .isInstanceOf(InspectionVerdict.WellAgain.class);
        Optional<InspectedHealth> well = after(told, good);
        assertThat(InspectedHealth.judge(well, bad)).isInstanceOf(InspectionVerdict.Report.class);
    }

    private static Optional<InspectedHealth> after(
            Optional<InspectedHealth> before, InspectedContainer now) {
        return Optional.of(InspectedHealth.judge(before, now).next());
    }

    private static InspectedContainer seen(int restartCount, ContainerState state, String health) {
        return new InspectedContainer(
                new ObservedContainer(
                        new ContainerId("1f2a"), "galaxy-game-a", "image", state, Map.of()),
                0,
                false,
                restartCount,
                health,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
