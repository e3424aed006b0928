package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.OutboxMessage;
import rtm.workers.loop.Intervals;

class OutboxRelayTest {

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private WorkersWorld world;

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
    }

    @AfterEach
    void close() throws InterruptedException {
        world.close();
    }

    @Test
    void aCommitIsPublishedAtOnce() throws Exception {
        Intervals patient =
                WorkersWorld.fast(Duration.ofSeconds(5), Duration.ofMillis(5), Duration.ofHours(1));
        world.process(patient, WorkersWorld.settings(32, Duration.ZERO)).start();
        for (int i = 1; i <= 50; i++) {
            world.start("g" + i);
            world.awaitResults(i);
        }
    }

    @Test
    void aLostAnswerPublishesNothingTwice() throws Exception {
        world.process().start();
        world.events.loseAnswers(7);
        IntStream.range(0, 20).forEach(i -> world.start("g" + i));
        world.awaitResults(20);
        world.await("an empty outbox", () -> pending() == 0);
        assertThat(world.results()).hasSize(20).doesNotHaveDuplicates();
        assertThat(world.events.messages(PlainMessages.HEALTH)).hasSize(20);
    }

    @Test
    void aMessageThatCouldNotBeDeletedIsNotPublishedTwice() throws Exception {
        TestProcess process = world.process();
        CountDownLatch twice = new CountDownLatch(2);
        process.gate.before((call, _) -> {
            if (call.equals("Outbox.published") && twice.getCount() > 0) {
                twice.countDown();
                throw new DependencyUnavailableException(Dependency.POSTGRES, "away", null);
            }
        });
        world.start("chess");
        process.start();
        twice.await();
        world.await("an empty outbox", () -> pending() == 0);
        assertThat(world.results()).containsExactly("chess done");
    }

    @Test
    void aStreamThatRefusesWritesDelaysNoOtherAndIsLoggedOnce() throws Exception {
        world.events.refuse(PlainMessages.HEALTH);
        world.process().start();
        IntStream.range(0, 20).forEach(i -> world.start("g" + i));
        world.awaitResults(20);
        assertThat(world.events.messages(PlainMessages.HEALTH)).isEmpty();
        world.await("tries", () -> log.lines("refuses writes").size() > 5);
        world.events.accept(PlainMessages.HEALTH);
        world.await("an empty outbox", () -> pending() == 0);
        assertThat(world.events.messages(PlainMessages.HEALTH)).hasSize(20);
        assertThat(log.lines("ERROR", "refuses writes")).hasSize(1);
        world.await("its end", () -> log.lines("INFO", "accepts writes again").size() == 1);
        assertThat(
                        world.events.messages(PlainMessages.HEALTH).stream()
                                .map(OutboxMessage::gameId)
                                .toList())
                .isEqualTo(committedOrder());
    }

    @Test
    void whileRedisIsDownNothingIsLostAndTheOutageIsLoggedOnce() throws Exception {
        world.process().start();
        world.events.unavailable(true);
        IntStream.range(0, 20).forEach(i -> world.start("g" + i));
        world.await("tries", () -> log.lines("messages wait in the outbox").size() > 20);
        world.await("all done", () -> world.store.operations().size() == 20);
        world.events.unavailable(false);
        world.awaitResults(20);
        assertThat(log.lines("WARN", "messages wait in the outbox")).hasSize(1);
        world.await("its end", () -> log.lines("INFO", "messages are published again").size() == 1);
    }

    @Test
    void pendingMessagesArePublishedBeforeTheProcessEnds() throws Exception {
        TestProcess process = world.process().start();
        world.events.refuse(PlainMessages.RESULTS);
        world.start("chess");
        world.await("the refusal", () -> !log.lines("refuses writes").isEmpty());
        world.events.accept(PlainMessages.RESULTS);
        process.leadership.stop(Duration.ofSeconds(5));
        assertThat(world.results()).containsExactly("chess done");
        assertThat(pending()).isZero();
    }

    private int pending() {
        return world.store.pending(Set.of(), 1_000).size();
    }

    private List<GameId> committedOrder() {
        return world.events.messages(PlainMessages.RESULTS).stream()
                .map(OutboxMessage::gameId)
                .toList();
    }
}
