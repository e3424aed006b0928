package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rtm.domain.model.EntryId;
import rtm.domain.model.StreamOffset;
import rtm.domain.port.JobStreams.StreamFacts;
import rtm.domain.rule.StreamContinuity.Intact;
import rtm.domain.rule.StreamContinuity.Recreated;
import rtm.domain.rule.StreamContinuity.Trimmed;
import rtm.domain.rule.StreamContinuity.Younger;

class StreamContinuityTest {

    private static final StreamOffset FIFTH = offset(5, 5);

    @Test
    void whileUnreadAndReadEntriesAreThereNothingCanBeMissingAtTheHead() {
        assertThat(StreamContinuity.judge(FIFTH, facts(4, 9, 3, 9))).isEqualTo(new Intact(FIFTH));
    }

    @Test
    void entriesTrimmedAfterTheyWereReadAreNotMissing() {
        assertThat(StreamContinuity.judge(FIFTH, facts(2, 7, 6, 7))).isEqualTo(new Intact(FIFTH));
        assertThat(StreamContinuity.judge(FIFTH, facts(0, 5, null, 5)))
                .isEqualTo(new Intact(FIFTH));
    }

    @Test
    void entriesTrimmedBeforeTheyWereReadAreCounted() {
        assertThat(StreamContinuity.judge(FIFTH, facts(2, 20, 19, 20))).isEqualTo(trimmed(18, 13));
        assertThat(StreamContinuity.judge(FIFTH, facts(0, 16, null, 16)))
                .isEqualTo(trimmed(16, 11));
        assertThat(StreamContinuity.judge(StreamOffset.BEGINNING, facts(1, 3, 3, 3)))
                .isEqualTo(
                        new Trimmed(
                                new StreamOffset(EntryId.ZERO, OptionalLong.of(2)),
                                OptionalLong.of(2)));
    }

    @Test
    void anEntryDeletedInTheMiddleIsMissingOnceTheEndIsReached() {
        StreamOffset read = offset(9, 8);
        assertThat(StreamContinuity.judge(read, facts(8, 9, 1, 9)))
                .isEqualTo(new Trimmed(offset(9, 9), OptionalLong.of(1)));
    }

    @Test
    void anUnknownNumberIsLearnedAtTheEnd() {
        StreamOffset unknown = StreamOffset.at(new EntryId(5, 0));
        assertThat(StreamContinuity.judge(unknown, facts(3, 5, 2, 40)))
                .isEqualTo(new Intact(offset(5, 40)));
        assertThat(StreamContinuity.judge(unknown, facts(3, 6, 2, 40)))
                .isEqualTo(new Intact(unknown));
    }

    @Test
    void withAnUnknownNumberItIsUnknownHowManyAreMissing() {
        StreamOffset unknown = StreamOffset.at(new EntryId(5, 0));
        assertThat(StreamContinuity.judge(unknown, facts(2, 20, 19, 20)))
                .isEqualTo(new Trimmed(offset(5, 18), OptionalLong.empty()));
    }

    @Test
    void aStreamThatWasDeletedAndCreatedAgainIsReadFromItsBeginning() {
        assertThat(StreamContinuity.judge(FIFTH, facts(2, 7, 6, 2)))
                .isEqualTo(new Recreated(beginning(0), 2));
        assertThat(StreamContinuity.judge(FIFTH, facts(1, 7, 7, 3)))
                .isEqualTo(new Recreated(beginning(2), 3));
    }

    @Test
    void aStreamThatWasCreatedAgainWithMoreEntriesThanWereReadIsRecognized() {
        assertThat(StreamContinuity.judge(FIFTH, facts(20, 30, 6, 20)))
                .isEqualTo(new Recreated(beginning(0), 20));
    }

    @Test
    void aStreamThatWasCreatedAgainWithIdsOnBothSidesOfThePositionIsRecognized() {
        assertThat(StreamContinuity.judge(FIFTH, facts(3, 7, 4, 3)))
                .isEqualTo(new Recreated(beginning(0), 3));
    }

    @Test
    void aServerThatCountsNothingShowsNoLoss() {
        assertThat(
                        StreamContinuity.judge(
                                FIFTH,
                                new StreamFacts(
                                        true,
                                        1,
                                        new EntryId(20, 0),
                                        Optional.of(new EntryId(20, 0)),
                                        OptionalLong.empty())))
                .isEqualTo(new Intact(FIFTH));
    }

    @Test
    void aStreamThatNeverGaveThePositionIsYoungerAndOlderLossesCountAsRead() {
        assertThat(StreamContinuity.judge(FIFTH, facts(1, 4, 4, 4)))
                .isEqualTo(
                        new Younger(
                                new StreamOffset(EntryId.ZERO, OptionalLong.of(3)),
                                new EntryId(4, 0)));
        assertThat(StreamContinuity.judge(FIFTH, StreamFacts.ABSENT))
                .isEqualTo(new Younger(StreamOffset.BEGINNING, EntryId.ZERO));
    }

    @Test
    void aStreamThatIsNotThereYetIsIntactForAReaderAtItsBeginning() {
        assertThat(StreamContinuity.judge(StreamOffset.BEGINNING, StreamFacts.ABSENT))
                .isEqualTo(new Intact(StreamOffset.BEGINNING));
    }

    @Test
    void idsBeyondTheSignAreComparedWithoutIt() {
        EntryId huge = EntryId.parse("18446744073709551615-0");
        StreamFacts facts = new StreamFacts(true, 1, huge, Optional.empty(), OptionalLong.empty());
        assertThat(StreamContinuity.judge(FIFTH, facts)).isEqualTo(new Intact(FIFTH));
    }

    private static StreamOffset beginning(long number) {
        return new StreamOffset(EntryId.ZERO, OptionalLong.of(number));
    }

    private static Trimmed trimmed(long number, long lost) {
        return new Trimmed(offset(5, number), OptionalLong.of(lost));
    }

    private static StreamOffset offset(long millis, long number) {
        return new StreamOffset(new EntryId(millis, 0), OptionalLong.of(number));
    }

    private static StreamFacts facts(long length, long last, @Nullable Integer first, long added) {
        return new StreamFacts(
                true,
                length,
                new EntryId(last, 0),
                Optional.ofNullable(first).map(millis -> new EntryId(millis, 0)),
                OptionalLong.of(added));
    }
}
