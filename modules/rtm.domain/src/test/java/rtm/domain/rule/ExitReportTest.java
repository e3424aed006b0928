package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.model.ContainerState;
import rtm.domain.model.HealthObservation.ContainerExited;
import rtm.domain.model.HealthObservation.ContainerOom;
import rtm.domain.model.HealthObservation.InspectUnhealthy;
import rtm.domain.model.HealthStatus;

class ExitReportTest {

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aCleanEndIsAStateThatNobodyExpected(boolean oomKilled, boolean oomSeen) {
        assertThat(ExitReport.of(0, oomKilled, oomSeen, 2).observations())
                .containsExactly(new InspectUnhealthy(2, ContainerState.EXITED, ""));
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "139", "143", "255"})
    void anEndWithACodeIsToldWithItWhateverAChildRanOutOf(int code) {
        assertThat(ExitReport.of(code, true, true, 0).observations())
                .containsExactly(new ContainerExited(code, false));
    }

    @Test
    void aKillWithoutWantOfMemoryIsAnExit() {
        assertThat(ExitReport.of(137, false, false, 0).observations())
                .containsExactly(new ContainerExited(137, false));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true"})
    void aKillForWantOfMemoryIsToldAsThatFirst(boolean oomKilled, boolean oomSeen) {
        assertThat(ExitReport.of(137, oomKilled, oomSeen, 0).observations())
                .containsExactly(new ContainerOom(137), new ContainerExited(137, true));
    }

    @Test
    void theSnapshotSaysThatItExitedWithTheDetailsOfTheLastEvent() {
        for (ExitReport ending :
                List.of(
                        ExitReport.of(0, false, false, 0),
                        ExitReport.of(7, false, false, 0),
                        ExitReport.of(137, true, false, 0))) {
            assertThat(ending.observed()).isEqualTo(ending.observations().getLast());
            assertThat(ending.observed().status()).isEqualTo(HealthStatus.EXITED);
        }
    }
}
