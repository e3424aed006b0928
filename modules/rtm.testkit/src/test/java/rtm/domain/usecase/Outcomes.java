package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.Verdict;

/** What is asked of an outcome again and again. */
final class Outcomes {

    private Outcomes() {}

    static Verdict verdict(Outcome outcome) {
        return ((Outcome.Settled) outcome).verdict();
    }

    static void assertFailed(Outcome outcome, ErrorCode code, String words) {
        assertThat(verdict(outcome))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(code);
                            assertThat(failed.message()).contains(words);
                        });
    }
}
