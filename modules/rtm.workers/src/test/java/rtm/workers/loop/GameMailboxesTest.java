package rtm.workers.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.GameId;

class GameMailboxesTest {

    private static final GameId CHESS = new GameId("chess");
    private static final GameId GO = new GameId("go");

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final GameMailboxes mailboxes = new GameMailboxes("game-");

    @Test
    void tasksOfOneGameRunInOrderOneAtATime() throws Exception {
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean atWork = new AtomicBoolean();
        AtomicBoolean overlapped = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1_000);
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            mailboxes.submit(
                    CHESS,
                    () -> {
                        overlapped.compareAndSet(false, !atWork.compareAndSet(false, true));
                        Thread.onSpinWait();
                        ran.add(number);
                        atWork.set(false);
                        ended.countDown();
                    });
        }
        ended.await();
        assertThat(ran).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
        assertThat(overlapped).isFalse();
    }

    @Test
    void aTaskThatArrivesDuringTheLastOneRunsToo() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            CountDownLatch first = new CountDownLatch(1);
            CountDownLatch second = new CountDownLatch(1);
            mailboxes.submit(CHESS, first::countDown);
            first.await();
            mailboxes.submit(CHESS, second::countDown);
            second.await();
        }
    }

    @Test
    void manyTasksFromManyThreadsRunOnceEachInTheirGamesOrder() throws Exception {
        Map<String, List<Integer>> ran = new ConcurrentHashMap<>();
        CountDownLatch ended = new CountDownLatch(20 * 500);
        List<Thread> senders = new ArrayList<>();
        for (int game = 0; game < 20; game++) {
            GameId id = new GameId("g" + game);
            ran.put(id.value(), Collections.synchronizedList(new ArrayList<>()));
            senders.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 0; i < 500; i++) {
                                    int number = i;
                                    mailboxes.submit(
                                            id,
                                            () -> {
                                                ran.getOrDefault(id.value(), List.of()).add(number);
                                                ended.countDown();
                                            });
                                }
                            }));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        ended.await();
        assertThat(ran.values())
                .allSatisfy(numbers ->
                        assertThat(numbers).isEqualTo(IntStream.range(0, 500).boxed().toList()));
    }

    @Test
    void aDefectIsLoggedAndBlocksNothing() throws Exception {
        CountDownLatch after = new CountDownLatch(2);
        mailboxes.submit(
                CHESS,
                () -> {
                    throw new IllegalStateException("as the test asked");
                });
        mailboxes.submit(CHESS, after::countDown);
        mailboxes.submit(
                CHESS,
                () -> {
                    throw new StackOverflowError("as the test asked");
                });
        mailboxes.submit(CHESS, after::countDown);
        after.await();
        assertThat(log.lines("ERROR", "failed because of a defect", "game_id=chess")).hasSize(2);
    }

    @Test
    void closingWaitsForTheRunningTaskAndDropsTheRest() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<String> ran = Collections.synchronizedList(new ArrayList<>());
        mailboxes.submit(
                CHESS,
                () -> {
                    started.countDown();
                    goOn.await();
                    ran.add("first");
                });
        mailboxes.submit(CHESS, () -> ran.add("second"));
        started.await();
        Thread closing = Thread.ofVirtual().start(() -> close(Duration.ofSeconds(10)));
        while (mailboxes.submit(GO, () -> {})) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        closing.join();
        assertThat(ran).containsExactly("first");
        assertThat(log.lines("WARN")).isEmpty();
    }

    @Test
    void tasksThatDoNotEndInTimeAreInterrupted() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch cut = new CountDownLatch(1);
        mailboxes.submit(
                CHESS,
                () -> {
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        cut.countDown();
                    }
                });
        started.await();
        mailboxes.close(Duration.ofMillis(1));
        assertThat(cut.getCount()).isZero();
        assertThat(mailboxes.submit(CHESS, () -> {})).isFalse();
    }

    private void close(Duration patience) {
        try {
            mailboxes.close(patience);
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
    }
}
