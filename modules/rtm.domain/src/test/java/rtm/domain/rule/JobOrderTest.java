package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static rtm.domain.model.JobStream.START_JOBS;
import static rtm.domain.model.JobStream.STOP_JOBS;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;

class JobOrderTest {

    private static final Map<JobStream, List<JobEntry>> NONE = Map.of();

    @Test
    void onEqualIdsTheStartGoesFirst() {
        JobOrder order =
                JobOrder.of(
                        NONE,
                        Map.of(STOP_JOBS, of(STOP_JOBS, 1, 2), START_JOBS, of(START_JOBS, 2, 3)),
                        List.of());

        assertThat(order.ready())
                .containsExactly(
                        one(STOP_JOBS, 1),
                        one(START_JOBS, 2),
                        one(STOP_JOBS, 2),
                        one(START_JOBS, 3));
        assertThat(order.held()).isEmpty();
    }

    @Test
    void whatLiesBeyondTheEndOfAFullReadIsHeldBack() {
        JobOrder order =
                JobOrder.of(
                        NONE,
                        Map.of(START_JOBS, of(START_JOBS, 1, 5), STOP_JOBS, of(STOP_JOBS, 5, 6, 9)),
                        List.of(START_JOBS));

        assertThat(order.ready())
                .containsExactly(one(START_JOBS, 1), one(START_JOBS, 5), one(STOP_JOBS, 5));
        assertThat(order.held()).containsExactly(Map.entry(STOP_JOBS, of(STOP_JOBS, 6, 9)));
    }

    @Test
    void theStreamThatWasReadLeastFarDecidesWhenBothWereFull() {
        JobOrder order =
                JobOrder.of(
                        NONE,
                        Map.of(START_JOBS, of(START_JOBS, 1, 9), STOP_JOBS, of(STOP_JOBS, 2, 4)),
                        List.of(START_JOBS, STOP_JOBS));

        assertThat(order.ready())
                .containsExactly(one(START_JOBS, 1), one(STOP_JOBS, 2), one(STOP_JOBS, 4));
        assertThat(order.held()).containsExactly(Map.entry(START_JOBS, of(START_JOBS, 9)));
    }

    @Test
    void whatWasHeldIsHandedOutOnceItsTurnIsKnown() {
        JobOrder order =
                JobOrder.of(
                        Map.of(STOP_JOBS, of(STOP_JOBS, 6)),
                        Map.of(START_JOBS, of(START_JOBS, 5, 7)),
                        List.of());

        assertThat(order.ready())
                .containsExactly(one(START_JOBS, 5), one(STOP_JOBS, 6), one(START_JOBS, 7));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 16, 1000})
    void inBatchesOfAnySizeTheOrderIsThatOfEverything(int count) {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Map<JobStream, List<JobEntry>> streams = new EnumMap<>(JobStream.class);
            streams.put(START_JOBS, randomStream(random, START_JOBS));
            streams.put(STOP_JOBS, randomStream(random, STOP_JOBS));

            assertThat(readAll(streams, count, random))
                    .as("seed %d, count %d", seed, count)
                    .isEqualTo(merged(streams));
        }
    }

    private static List<JobEntry> merged(Map<JobStream, List<JobEntry>> streams) {
        List<JobEntry> all = new ArrayList<>(streams.getOrDefault(START_JOBS, List.of()));
        all.addAll(streams.getOrDefault(STOP_JOBS, List.of()));
        all.sort(Comparator.comparing(JobEntry::id)); // stable, so starts stay in front
        return all;
    }

    /** Reads as the service does, now and then leaving out a stream of which much is held. */
    private static List<JobEntry> readAll(
            Map<JobStream, List<JobEntry>> streams, int count, Random random) {
        List<JobEntry> dispatched = new ArrayList<>();
        Map<JobStream, Integer> position = new EnumMap<>(JobStream.class);
        Map<JobStream, List<JobEntry>> held = Map.of();
        boolean more = true;
        while (more) {
            Map<JobStream, List<JobEntry>> read = new EnumMap<>(JobStream.class);
            List<JobStream> mayHoldMore = new ArrayList<>();
            for (JobStream stream : JobStream.values()) {
                List<JobEntry> all = streams.getOrDefault(stream, List.of());
                int from = position.getOrDefault(stream, 0);
                boolean leftOut =
                        !held.getOrDefault(stream, List.of()).isEmpty() && random.nextInt(4) == 0;
                int to = leftOut ? from : Math.min(all.size(), from + count);
                read.put(stream, all.subList(from, to));
                position.put(stream, to);
                if (leftOut || to - from == count) {
                    mayHoldMore.add(stream);
                }
            }
            JobOrder order = JobOrder.of(held, read, mayHoldMore);
            dispatched.addAll(order.ready());
            held = order.held();
            more = !mayHoldMore.isEmpty() || !held.isEmpty();
        }
        return dispatched;
    }

    private static List<JobEntry> randomStream(Random random, JobStream stream) {
        TreeSet<EntryId> ids = new TreeSet<>();
        int size = random.nextInt(30);
        long start = random.nextInt(20);
        for (int i = 0; i < size; i++) {
            ids.add(new EntryId(start + random.nextInt(25), random.nextInt(2)));
        }
        return ids.stream().map(id -> SampleJobEntries.entry(stream, id)).toList();
    }

    private static List<JobEntry> of(JobStream stream, long... millis) {
        List<JobEntry> entries = new ArrayList<>();
        for (long each : millis) {
            entries.add(one(stream, each));
        }
        return entries;
    }

    private static JobEntry one(JobStream stream, long millis) {
        return SampleJobEntries.entry(stream, new EntryId(millis, 0));
    }
}
