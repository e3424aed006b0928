package rtm.http.endpoint.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.FakeDaemonDescription;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.Pause;
import rtm.domain.image.ImageStock;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationSource;
import rtm.domain.overview.PendingWork;
import rtm.domain.port.DaemonDescription;
import rtm.domain.rule.PullWords;
import rtm.http.message.EventSource.Event;

@Timeout(20)
class PullEventsTest {

    private static final ImageReference IMAGE = new ImageReference("galaxy/game:1.9.0");

    private static final PendingWork.Work WORK =
            new PendingWork.Work(
                    PendingWork.Kind.PULL,
                    Optional.empty(),
                    Optional.of(IMAGE.value()),
                    OperationSource.ADMIN_REST);

    private final PendingWork pending = new PendingWork(InstantSource.fixed(Instant.EPOCH));
    private final FakeContainerDaemon daemon = new FakeContainerDaemon();
    private final FakeDaemonDescription pulls = new FakeDaemonDescription();
    private final InMemoryStore store = new InMemoryStore();
    private final PullEvents events =
            new PullEvents(
                    new ImageStock(
                            daemon,
                            pulls,
                            daemon,
                            () -> {},
                            store,
                            InstantSource.fixed(Instant.EPOCH)),
                    new PullWords(pulls),
                    IMAGE,
                    () -> pending.add(WORK));

    private void progress(String words) {
        pulls.pulls.clear();
        pulls.pulls.add(
                new DaemonDescription.Pulling(
                        IMAGE,
                        Duration.ofSeconds(2),
                        Duration.ZERO,
                        words,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10)));
    }

    @Test
    void aPullShowsItsProgressWhenItChangesAndThenItsEnd() throws InterruptedException {
        daemon.images().addToRegistry(IMAGE, Map.of());
        Pause pause = daemon.faults().pauseNext(DaemonCall.PULL, Moment.BEFORE_EFFECT);
        Semaphore more = new Semaphore(0);
        events.opened(more::release);
        pause.awaitReached();
        assertThat(pending.items()).hasSize(1);

        progress("1 of 2 layers");
        more.acquire();
        assertThat(events.next().map(Event::data).orElseThrow()).contains("1 of 2 layers");
        assertThat(events.next()).isEmpty();
        progress("2 of 2 layers");
        assertThat(events.next().map(Event::data).orElseThrow()).contains("2 of 2 layers");

        pause.release();
        Optional<Event> last = Optional.empty();
        while (last.isEmpty()) {
            more.acquire();
            last = events.next();
        }
        assertThat(last.get().name()).isEqualTo("end");
        assertThat(pending.items()).isEmpty();
        assertThat(last.get().last()).isTrue();
    }
}
