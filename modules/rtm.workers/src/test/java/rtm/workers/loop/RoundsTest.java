package rtm.workers.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.NodeId;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.workers.WorkersWorld;

public class RoundsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final List<Duration> slept = new CopyOnWriteArrayList<>();

    @Test
    void eachIsVisitedOnceOnItsOwnNamedThread() throws Exception {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        new Rounds("probe-", 2, slept::add)
                .visit(games(5), Duration.ZERO, _ -> threads.add(Thread.currentThread().getName()));
        assertThat(threads)
                .containsExactlyInAnyOrder(
                        "probe-game-0",
                        "probe-game-1",
                        "probe-game-2",
                        "probe-game-3",
                        "probe-game-4");
    }

    @Test
    void visitsRunUpToTheLimitAndOneThatHangsDelaysNoOther() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(9);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        new Rounds("probe-", 3, slept::add)
                .visit(
                        games(10),
                        Duration.ZERO,
                        record -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            if (record.gameId().value().equals("game-0")) {
                                hangs.countDown();
                                others.await();
                            } else {
                                hangs.await();
                                others.countDown();
                            }
                            now.decrementAndGet();
                        });
        assertThat(others.getCount()).isZero();
        assertThat(most.get()).isBetween(2, 3);
    }

    @Test
    void aFewVisitsStartEvenlyOverTheWindow() throws Exception {
        Duration window = Duration.ofHours(10);
        new Rounds("probe-", 16, slept::add).visit(games(5), window, _ -> {});
        assertThat(slept).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(slept.get(i))
                    .isCloseTo(window.multipliedBy(i).dividedBy(5), Duration.ofMinutes(1));
        }
    }

    @Test
    void manyVisitsStartInSixteenGroupsOfEqualSize() throws Exception {
        Duration window = Duration.ofHours(10);
        List<Duration> started = new CopyOnWriteArrayList<>();
        AtomicReference<Duration> now = new AtomicReference<>(Duration.ZERO);
        new Rounds("probe-", 1, now::set).visit(games(100), window, _ -> started.add(now.get()));
        Map<Duration, Long> groups =
                started.stream()
                        .collect(Collectors.groupingBy(time -> time, Collectors.counting()));
        assertThat(groups).hasSize(16);
        assertThat(groups.values()).allMatch(size -> size >= 5 && size <= 8);
        List<Duration> times = groups.keySet().stream().sorted().toList();
        for (int i = 0; i < 16; i++) {
            assertThat(times.get(i))
                    .isCloseTo(window.multipliedBy(i).dividedBy(16), Duration.ofMinutes(1));
        }
    }

    @Test
    void theFirstRoundComesAfterOneInterval() throws Exception {
        List<String> order = new ArrayList<>();
        Rounds rounds = new Rounds("probe-", 1, _ -> order.add("sleep"));
        assertThatThrownBy(() ->
                        rounds.every(
                                LONG,
                                () -> {
                                    order.add("round");
                                    if (order.size() == 4) {
                                        throw new InterruptedException();
                                    }
                                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(order).containsExactly("sleep", "round", "sleep", "round");
    }

    @Test
    void anInterruptEndsTheRunningVisitsAndDropsTheOthers() throws Exception {
        CountDownLatch started = new CountDownLatch(2);
        AtomicInteger cut = new AtomicInteger();
        AtomicInteger visited = new AtomicInteger();
        Thread round =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                new Rounds("probe-", 2, slept::add)
                                        .visit(
                                                games(5),
                                                Duration.ZERO,
                                                _ -> {
                                                    visited.incrementAndGet();
                                                    started.countDown();
                                                    hang(cut);
                                                });
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
        started.await();
        round.interrupt();
        assertThat(round.join(LONG)).isTrue();
        assertThat(cut).hasValue(2);
        assertThat(visited).hasValue(2);
    }

    @Test
    void aDefectInOneVisitIsLoggedAndDelaysNoOther() throws Exception {
        AtomicInteger visited = new AtomicInteger();
        new Rounds("probe-", 1, slept::add)
                .visit(
                        games(3),
                        Duration.ZERO,
                        record -> {
                            visited.incrementAndGet();
                            if (record.gameId().value().equals("game-1")) {
                                throw new IllegalStateException("as the test asked");
                            }
                        });
        assertThat(visited).hasValue(3);
        assertThat(log.lines("ERROR", "defect while observing a runtime", "game_id=game-1"))
                .hasSize(1);
    }

    private static void hang(AtomicInteger cut) throws InterruptedException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            cut.incrementAndGet();
            throw interrupted;
        }
    }

    static List<RuntimeRecord> games(int count) {
        return IntStream.range(0, count).mapToObj(i -> running("game-" + i, "c" + i)).toList();
    }

    public static RuntimeRecord running(String game, String container) {
        GameId gameId = new GameId(game);
        return new RuntimeRecord(
                gameId,
                NodeId.FIRST,
                new RuntimeState.Running(new ContainerId(container)),
                new ImageReference(WorkersWorld.IMAGE),
                gameId.engineEndpoint(),
                "/games/" + game,
                "galaxy-net",
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                1);
    }
}
