package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.model.HealthObservation.ContainerExited;
import rtm.domain.model.HealthObservation.ContainerOom;

class EndingTest {

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aCleanEndIsNotTold(boolean oomKilled, boolean oomSeen) {
        assertThat(Ending.of(0, oomKilled, oomSeen).told()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "139", "143", "255"})
    void anEndWithACodeIsToldWithItWhateverAChildRanOutOf(int code) {
        assertThat(Ending.of(code, true, true).told())
                .containsExactly(new ContainerExited(code, false));
    }

    @Test
    void aKillWithoutWantOfMemoryIsAnExit() {
        assertThat(Ending.of(137, false, false).told())
                .containsExactly(new ContainerExited(137, false));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true"})
    void aKillForWantOfMemoryIsToldAsThatFirst(boolean oomKilled, boolean oomSeen) {
        assertThat(Ending.of(137, oomKilled, oomSeen).told())
                .containsExactly(new ContainerOom(137), new ContainerExited(137, true));
    }

    @Test
    void theSnapshotShowsACleanEndToo() {
        assertThat(Ending.of(0, false, false).observed()).isEqualTo(new ContainerExited(0, false));
    }
}
