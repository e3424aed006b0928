package rtm.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.Verdict;

class OutcomeColumnsTest {

    @Test
    void aReplayIsASuccessWithItsOwnCode() {
        assertThat(OutcomeColumns.of(new Verdict.Done()))
                .isEqualTo(new OutcomeColumns("success", Optional.empty(), Optional.empty()));
        assertThat(OutcomeColumns.of(new Verdict.Replayed()))
                .isEqualTo(
                        new OutcomeColumns(
                                "success", Optional.of("replay_no_op"), Optional.empty()));
    }

    @Test
    void aFailureKeepsCodeAndMessage() {
        assertThat(
                        OutcomeColumns.of(
                                new Verdict.Failed(ErrorCode.IMAGE_PULL_FAILED, "no such image")))
                .isEqualTo(
                        new OutcomeColumns(
                                "failure",
                                Optional.of("image_pull_failed"),
                                Optional.of("no such image")));
    }

    @Test
    void aLongMessageIsCutBetweenCharacters() {
        String message = "x".repeat(1998) + "😀" + "x".repeat(5000);

        String kept =
                OutcomeColumns.of(new Verdict.Failed(ErrorCode.INTERNAL_ERROR, message))
                        .errorMessage()
                        .orElseThrow();

        assertThat(kept).isEqualTo("x".repeat(1998) + "…");
    }
}
