package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import rtm.domain.model.EntryId;

class LowWatermarkTest {

    private final List<EntryId> reports = Collections.synchronizedList(new ArrayList<>());
    private final LowWatermark watermark = new LowWatermark(reports::add);

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

    private static EntryId id(long millis) {
        return new EntryId(millis, 0);
    }
}
