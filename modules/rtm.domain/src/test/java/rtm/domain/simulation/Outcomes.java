package rtm.domain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;

/** What is asked of an outcome again and again. */
public final class Outcomes {

    private Outcomes() {}

    public static Verdict verdict(Outcome outcome) {
        return ((Outcome.Settled) outcome).verdict();
    }

    public static void assertFailed(Outcome outcome, ErrorCode code, String words) {
        assertThat(verdict(outcome))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(code);
                            assertThat(failed.message()).contains(words);
                        });
    }
}
