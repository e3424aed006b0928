package rtm.domain.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;

class ReadTurnsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger reading = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch entered = new CountDownLatch(2);

    /** A store whose lists are slow. */
    private final class SlowStore extends ForwardingStore {

        SlowStore() {
            super(new InMemoryStore());
        }

        @Override
        public RecordChunk chunk(Optional<RuntimeStatus> status, Optional<GameId> after, int size) {
            most.accumulateAndGet(reading.incrementAndGet(), Math::max);
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            reading.decrementAndGet();
            return super.chunk(status, after, size);
        }
    }

    private static RecordChunk list(RuntimeStore store) {
        return store.chunk(Optional.empty(), Optional.empty(), 10);
    }

    @Test
    void aThirdOfTheConnectionsIsForLists() throws Exception {
        RuntimeStore store = new ReadTurns(6, LONG).around(new SlowStore());
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RecordChunk>> lists =
                    IntStream.range(0, 50)
                            .mapToObj(_ -> callers.submit(() -> list(store)))
                            .toList();
            entered.await();
            assertThat(store.find(new GameId("chess"))).as("no list").isEmpty();
            release.countDown();
            for (Future<RecordChunk> list : lists) {
                assertThat(list.get().records()).isEmpty();
            }
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void aCallerWhoseTurnDoesNotComeIsRefusedInWords() throws Exception {
        RuntimeStore store = new ReadTurns(1, Duration.ofMillis(1)).around(new SlowStore());
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<RecordChunk> first = callers.submit(() -> list(store));
            while (reading.get() == 0) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> list(store))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessage("postgres: too many lists are read at once, no turn within 1 ms");
            release.countDown();
            assertThat(first.get().records()).isEmpty();
            assertThat(list(store).records()).as("the place is free again").isEmpty();
        }
    }
}
