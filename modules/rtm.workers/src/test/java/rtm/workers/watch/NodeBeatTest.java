package rtm.workers.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.AcceptingStore;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.workers.wiring.SeveralNodes;

class NodeBeatTest {

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final InMemoryStore store = new InMemoryStore();
    private final AcceptingStore engines = new AcceptingStore();
    private final List<Optional<String>> troubles = new ArrayList<>();
    private final List<Optional<Instant>> seen = new ArrayList<>();

    private void look() {
        Node node = store.nodes().getFirst();
        troubles.add(node.trouble());
        seen.add(node.seenAt());
    }

    /** Does one of these after each look for trouble. */
    private void run(Runnable... steps) {
        store.recordDaemon("ABCD");
        AtomicInteger step = new AtomicInteger();
        NodeBeat beat =
                new NodeBeat(
                        new SeveralNodes(
                                store, Duration.ofMinutes(1), Duration.ofMinutes(1), engines),
                        NodeId.FIRST,
                        _ -> {
                            if (step.get() == steps.length) {
                                throw new InterruptedException();
                            }
                            steps[step.getAndIncrement()].run();
                        });
        assertThatThrownBy(beat::run).isInstanceOf(InterruptedException.class);
    }

    @Test
    void othersSeeAtOnceThatNoEngineCanBeStartedHereAndThatItCanAgain() {
        run(
                () -> engines.refuseAll(true),
                () -> {
                    look();
                    engines.refuseAll(false);
                },
                this::look);

        assertThat(troubles)
                .containsExactly(Optional.of("postgres: refuses all"), Optional.empty());
    }

    @Test
    void nothingIsWrittenUntilTheIntervalIsOverIfNothingChanges() {
        run(this::look, this::look);

        assertThat(seen.getFirst()).isPresent();
        assertThat(seen).containsOnly(seen.getFirst());
    }

    @Test
    void aChangeThatCannotBeStoredIsStoredLater() {
        run(
                () -> {
                    engines.refuseAll(true);
                    store.unavailable(true);
                },
                () -> store.unavailable(false),
                this::look);

        assertThat(troubles).containsExactly(Optional.of("postgres: refuses all"));
        assertThat(log.lines("other nodes can see again")).hasSize(1);
    }
}
