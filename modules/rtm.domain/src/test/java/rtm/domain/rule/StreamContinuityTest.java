package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.model.EntryId;
import rtm.domain.port.JobStreams.StreamFacts;

class StreamContinuityTest {

    private static final EntryId POSITION = new EntryId(100, 5);
    private static final EntryId BEFORE = new EntryId(100, 4);
    private static final EntryId BEHIND = new EntryId(100, 6);

    @Test
    void aStreamThatWentOnIsIntact() {
        assertThat(judge(BEHIND, Optional.of(BEFORE))).isEqualTo(new StreamContinuity.Intact());
        assertThat(judge(POSITION, Optional.of(POSITION))).isEqualTo(new StreamContinuity.Intact());
        assertThat(judge(POSITION, Optional.empty())).isEqualTo(new StreamContinuity.Intact());
    }

    @Test
    void entriesTrimmedBehindThePositionWereNeverRead() {
        assertThat(judge(BEHIND, Optional.of(BEHIND)))
                .isEqualTo(new StreamContinuity.Trimmed(BEHIND));
    }

    @Test
    void aStreamThatNeverGaveThePositionIsYounger() {
        assertThat(judge(BEFORE, Optional.of(EntryId.ZERO)))
                .isEqualTo(new StreamContinuity.Younger(BEFORE));
        assertThat(StreamContinuity.judge(POSITION, StreamFacts.ABSENT))
                .isEqualTo(new StreamContinuity.Younger(EntryId.ZERO));
    }

    @Test
    void aStreamThatIsNotThereYetIsIntactForAReaderAtItsBeginning() {
        assertThat(StreamContinuity.judge(EntryId.ZERO, StreamFacts.ABSENT))
                .isEqualTo(new StreamContinuity.Intact());
    }

    @Test
    void idsBeyondTheSignAreComparedWithoutIt() {
        EntryId huge = EntryId.parse("18446744073709551615-0");

        assertThat(
                        StreamContinuity.judge(
                                POSITION, new StreamFacts(true, 1, huge, Optional.of(BEFORE))))
                .isEqualTo(new StreamContinuity.Intact());
    }

    private static StreamContinuity judge(EntryId last, Optional<EntryId> highestDeleted) {
        return StreamContinuity.judge(POSITION, new StreamFacts(true, 1, last, highestDeleted));
    }
}
