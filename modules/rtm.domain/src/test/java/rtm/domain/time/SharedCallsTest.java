package rtm.domain.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SharedCallsTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final List<List<Integer>> made = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** The first call waits for it. */
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void release() throws InterruptedException {
        released.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void aRequestThatFindsNoCallUnderWayIsMadeAtOnce() {
        SharedCalls<Integer, String> calls =
                new SharedCalls<>(1, 10, LONG, this::answer, System::nanoTime);

        assertThat(calls.ask(1)).isEqualTo("1");
        assertThat(calls.ask(2)).isEqualTo("2");
        assertThat(made).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void thoseThatArriveDuringACallShareTheNextOneAndEachGetsItsOwnAnswer() throws Exception {
        SharedCalls<Integer, String> calls =
                new SharedCalls<>(1, 10, LONG, this::firstWaits, System::nanoTime);
        List<FutureTask<String>> asked = askInOrder(calls, 6);

        released.countDown();

        for (int i = 0; i < asked.size(); i++) {
            assertThat(asked.get(i).get()).isEqualTo(Integer.toString(i));
        }
        assertThat(made).containsExactly(List.of(0), List.of(1, 2, 3, 4, 5));
    }

    @Test
    void aCallHasALimitedNumberOfRequests() throws Exception {
        SharedCalls<Integer, String> calls =
                new SharedCalls<>(1, 3, LONG, this::firstWaits, System::nanoTime);
        List<FutureTask<String>> asked = askInOrder(calls, 6);

        released.countDown();

        for (FutureTask<String> each : asked) {
            each.get();
        }
        assertThat(made).containsExactly(List.of(0), List.of(1, 2, 3), List.of(4, 5));
    }

    @Test
    void aRequestThatHasWaitedTooLongIsMadeAlone() throws Exception {
        SharedCalls<Integer, String> calls =
                new SharedCalls<>(1, 10, Duration.ofMillis(1), this::firstWaits, System::nanoTime);
        askInOrder(calls, 1);

        assertThat(calls.ask(7)).isEqualTo("7");
        assertThat(made).containsExactly(List.of(0), List.of(7));
    }

    @Test
    void aCallThatHangsDelaysNoneOfThoseThatArriveLater() throws Exception {
        AtomicLong now = new AtomicLong();
        SharedCalls<Integer, String> calls =
                new SharedCalls<>(1, 10, LONG, this::firstWaits, now::get);
        askInOrder(calls, 1);

        now.addAndGet(LONG.toNanos());

        assertThat(calls.ask(7)).isEqualTo("7");
        assertThat(calls.ask(8)).isEqualTo("8");
        assertThat(made).containsExactly(List.of(0), List.of(7), List.of(8));
    }

    @Test
    void whatACallThrowsIsThrownToAllOfIts() throws Exception {
        SharedCalls<Integer, String> calls =
                new SharedCalls<>(
                        1,
                        10,
                        LONG,
                        requests -> {
                            firstWaits(requests);
                            throw new IllegalStateException("away " + requests);
                        },
                        System::nanoTime);
        List<FutureTask<String>> asked = askInOrder(calls, 3);

        released.countDown();

        assertThatThrownBy(asked.get(0)::get).hasMessageContaining("away [0]");
        assertThatThrownBy(asked.get(1)::get).hasMessageContaining("away [1, 2]");
        assertThatThrownBy(asked.get(2)::get).hasMessageContaining("away [1, 2]");
    }

    @Test
    void anInterruptOfOneCallerFailsNoOther() throws Exception {
        SharedCalls<Integer, String> calls =
                new SharedCalls<>(
                        1,
                        10,
                        LONG,
                        requests -> {
                            firstWaits(requests);
                            if (requests.size() > 1) {
                                Thread.currentThread().interrupt();
                                throw new IllegalStateException("interrupted");
                            }
                            return answer(requests);
                        },
                        System::nanoTime);
        List<FutureTask<String>> asked = askInOrder(calls, 3);

        released.countDown();

        assertThatThrownBy(asked.get(1)::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("interrupted");
        assertThat(asked.get(2).get()).isEqualTo("2");
    }

    @Test
    void anInterruptedRequestDoesNotWaitForACallOfOthers() throws Exception {
        SharedCalls<Integer, String> calls =
                new SharedCalls<>(1, 10, LONG, this::firstWaits, System::nanoTime);
        List<FutureTask<String>> asked = askInOrder(calls, 2);

        threads.get(1).interrupt();

        assertThat(asked.get(1).get()).isEqualTo("1");
    }

    private List<String> firstWaits(List<Integer> requests) {
        if (requests.contains(0)) {
            made.add(requests);
            awaitRelease();
            return texts(requests);
        }
        return answer(requests);
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private List<String> answer(List<Integer> requests) {
        made.add(requests);
        return texts(requests);
    }

    private static List<String> texts(List<Integer> requests) {
        return requests.stream().map(String::valueOf).toList();
    }

    /** Asks on threads of their own; each waits before the next asks. */
    private List<FutureTask<String>> askInOrder(SharedCalls<Integer, String> calls, int count) {
        return IntStream.range(0, count)
                .mapToObj(request -> {
                    FutureTask<String> task = new FutureTask<>(() -> calls.ask(request));
                    Thread thread = new Thread(task);
                    threads.add(thread);
                    thread.start();
                    while (!waits(thread)) {
                        Thread.onSpinWait();
                    }
                    return task;
                })
                .toList();
    }

    private static boolean waits(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            case NEW, RUNNABLE, BLOCKED -> false;
        };
    }
}
