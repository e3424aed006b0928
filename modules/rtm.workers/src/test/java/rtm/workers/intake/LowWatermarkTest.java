package rtm.workers.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import rtm.domain.model.EntryId;
import rtm.domain.model.StreamOffset;

class LowWatermarkTest {

    private final List<EntryId> reports = Collections.synchronizedList(new ArrayList<>());
    private final LowWatermark watermark = new LowWatermark(this::note);

    private final List<StreamOffset> offsets = Collections.synchronizedList(new ArrayList<>());

    private void note(StreamOffset offset) {
        offsets.add(offset);
        reports.add(offset.id());
    }

    @Test
    void itRisesOverDoneEntriesAndNeverOverOthers() {
        LongStream.rangeClosed(1, 4).forEach(i -> watermark.handedOut(id(i)));
        watermark.done(id(2));
        watermark.done(id(4));
        assertThat(reports).isEmpty();
        watermark.done(id(1));
        assertThat(reports).containsExactly(id(2));
        watermark.done(id(3));
        assertThat(reports).containsExactly(id(2), id(4));
    }

    @Test
    void whatIsDoneBeforeAnEarlierEntryIsCounted() {
        LongStream.rangeClosed(1, 4).forEach(i -> watermark.handedOut(id(i)));
        assertThat(watermark.doneEarly()).isZero();
        watermark.done(id(2));
        watermark.done(id(4));
        assertThat(watermark.doneEarly()).isEqualTo(2);
        watermark.done(id(1));
        assertThat(watermark.doneEarly()).isEqualTo(1);
        watermark.done(id(3));
        assertThat(watermark.doneEarly()).isZero();
    }

    @Test
    void onceRetiredItNoLongerReports() {
        watermark.handedOut(id(1));
        watermark.retire();
        watermark.done(id(1));
        assertThat(reports).isEmpty();
    }

    @Test
    void reportedIdsOnlyRiseHoweverManyThreadsEndAtOnce() throws Exception {
        long entries = 2_000;
        LongStream.rangeClosed(1, entries).forEach(i -> watermark.handedOut(id(i)));
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (long t = 0; t < 8; t++) {
            long first = t + 1;
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    go.await();
                                } catch (InterruptedException cut) {
                                    Thread.currentThread().interrupt();
                                }
                                for (long i = first; i <= entries; i += 8) {
                                    watermark.done(id(i));
                                }
                            }));
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(reports).isSorted().last().isEqualTo(id(entries));
    }

    @Test
    void entriesAreCountedFromThePositionWhoseNumberIsKnown() {
        watermark.handedOut(id(1));
        watermark.counted(at(3, 30));
        watermark.handedOut(id(2));
        watermark.handedOut(id(3));
        watermark.handedOut(id(4));
        LongStream.rangeClosed(1, 4).forEach(i -> watermark.done(id(i)));
        assertThat(offsets)
                .containsExactly(
                        StreamOffset.at(id(1)),
                        StreamOffset.at(id(2)),
                        StreamOffset.at(id(3)),
                        at(4, 31));
    }

    @Test
    void theNumberOfTheLastEntryIsReportedAlsoIfItIsDoneOrStillRuns() {
        watermark.counted(at(1, 1));
        watermark.handedOut(id(2));
        watermark.counted(at(2, 12));
        watermark.done(id(2));
        watermark.counted(at(2, 15));
        watermark.counted(at(2, 15));
        assertThat(offsets).containsExactly(at(1, 1), at(2, 12), at(2, 15));
    }

    @Test
    void aBeginningThatNothingIsMissingBeforeIsNotReported() {
        watermark.counted(StreamOffset.BEGINNING);
        assertThat(offsets).isEmpty();
    }

    private static StreamOffset at(long millis, long number) {
        return new StreamOffset(id(millis), OptionalLong.of(number));
    }

    private static EntryId id(long millis) {
        return new EntryId(millis, 0);
    }
}
