package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthObservation.ProbeFailed;
import rtm.domain.model.HealthObservation.ProbeRecovered;
import rtm.domain.port.EngineHealth.Answer;
import rtm.domain.rule.ProbeStreak.ProbeVerdict;

class ProbeStreakTest {

    private static final Answer WELL = new Answer.Healthy();
    private static final Answer SICK = new Answer.Unhealthy(503, "unexpected status 503");
    private static final Answer SILENT = new Answer.Unhealthy(0, "no answer within 2s");
    private static final int THRESHOLD = 3;

    private final List<HealthObservation> told = new ArrayList<>();
    private ProbeStreak streak = ProbeStreak.CLEAN;

    @Test
    void anEngineThatIsWellIsNothingToTell() {
        answer(WELL, WELL);
        assertThat(told).isEmpty();
        assertThat(streak).isEqualTo(ProbeStreak.CLEAN);
    }

    @Test
    void failuresAreToldOnceAtTheThresholdWithTheLastOfThem() {
        answer(SICK, SICK);
        assertThat(told).isEmpty();
        answer(SILENT);
        assertThat(told).containsExactly(new ProbeFailed(3, 0, "no answer within 2s"));
        answer(SICK, SICK, SICK, SICK);
        assertThat(told).hasSize(1);
    }

    @Test
    void theFirstSuccessAfterItWasToldIsToldWithAllFailuresBefore() {
        answer(SICK, SICK, SICK, SICK, SICK, WELL, WELL);
        assertThat(told)
                .containsExactly(
                        new ProbeFailed(3, 503, "unexpected status 503"), new ProbeRecovered(5));
        assertThat(streak).isEqualTo(ProbeStreak.CLEAN);
    }

    @Test
    void aSuccessBeforeTheThresholdBeginsTheCountAnewAndIsNotTold() {
        answer(SICK, SICK, WELL, SICK, SICK, WELL);
        assertThat(told).isEmpty();
    }

    @Test
    void itIsToldAgainAfterEachRecovery() {
        answer(SICK, SICK, SICK, WELL, SICK, SICK, SICK, WELL);
        assertThat(told)
                .extracting(HealthObservation::eventType)
                .containsExactly(
                        "probe_failed", "probe_recovered", "probe_failed", "probe_recovered");
    }

    @Test
    void aThresholdOfOneTellsTheFirstFailure() {
        assertThat(ProbeStreak.CLEAN.after(SICK, 1))
                .isEqualTo(
                        new ProbeVerdict.Report(
                                new ProbeFailed(1, 503, "unexpected status 503"),
                                new ProbeStreak(1, false),
                                new ProbeStreak(1, true)));
    }

    @Test
    void whatCouldNotBeToldIsTriedAgainAtTheNextFailureWithItsCount() {
        streak = new ProbeStreak(3, false);
        answer(SICK);
        assertThat(told).containsExactly(new ProbeFailed(4, 503, "unexpected status 503"));
    }

    @Test
    void aRecoveryThatCouldNotBeToldIsTriedAgainAtTheNextSuccess() {
        ProbeStreak failing = new ProbeStreak(5, true);
        assertThat(failing.after(WELL, THRESHOLD))
                .isEqualTo(
                        new ProbeVerdict.Report(new ProbeRecovered(5), failing, ProbeStreak.CLEAN));
    }

    private void answer(Answer... answers) {
        for (Answer answer : answers) {
            switch (streak.after(answer, THRESHOLD)) {
                case ProbeVerdict.Quiet(ProbeStreak next) -> streak = next;
                case ProbeVerdict.Report(var observation, _, var ifReported) -> {
                    told.add(observation);
                    streak = ifReported;
                }
            }
        }
    }
}
