package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rtm.domain.model.ContainerEvent;
import rtm.domain.model.ContainerEvent.Action;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.EventCursor;
import rtm.domain.model.GameId;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerEvents;

/** What every daemon reports about its containers: in lists, inspections and events. */
abstract class ContainerWatchContract extends DaemonSuite {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long PATIENCE_SECONDS = 30;

    @Test
    void theListOfOursHasEachOfThemInAnyStateAndNoOther() {
        ContainerId alive = running(newGame());
        ContainerId unstarted = created(newGame());
        ContainerId labelled =
                under().makeByHand(
                                "by-hand-" + newGame(),
                                Map.of(
                                        Labels.OWNER,
                                        Labels.OWNER_VALUE,
                                        Labels.GAME_ID,
                                        "no game!"));
        ContainerId foreign = under().makeByHand(newGame().containerName(), Map.of());
        assertThat(daemon().owned())
                .extracting(ObservedContainer::id)
                .contains(alive, unstarted, labelled)
                .doesNotContain(foreign);
    }

    @Test
    void anInspectionReportsWhatRuns() {
        GameId game = newGame();
        ContainerId id = running(game);
        InspectedContainer found = daemon().inspect(id).orElseThrow();
        assertThat(found.container().name()).isEqualTo(game.containerName());
        assertThat(found.container().image()).isEqualTo(under().runnableImage().value());
        assertThat(found.container().belongsTo(game)).isTrue();
        assertThat(found.state()).isEqualTo(ContainerState.RUNNING);
        assertThat(found.addresses())
                .contains(daemon().address(game, id).map(EngineAddress::host).orElseThrow());
        assertThat(found.statePath()).contains(under().statePath(game));
        assertThat(found.restartCount()).isZero();
        assertThat(found.health()).isEmpty();
        assertThat(found.finishedAt()).isEmpty();
    }

    @Test
    void anInspectionReportsHowItEnded() {
        ContainerId id = running(newGame());
        daemon().stop(id, GRACE);
        InspectedContainer found = daemon().inspect(id).orElseThrow();
        assertThat(found.state()).isEqualTo(ContainerState.EXITED);
        assertThat(found.exitCode()).isIn(0, 137, 143);
        assertThat(found.oomKilled()).isFalse();
        assertThat(found.finishedAt()).isPresent();
        assertThat(found.addresses()).isEmpty();
    }

    @Test
    void anInspectionOfWhatIsGoneIsEmpty() {
        ContainerId id = created(newGame());
        daemon().remove(id);
        assertThat(daemon().inspect(id)).isEmpty();
    }

    @Test
    void theDaemonHasAnIdentity() {
        assertThat(daemon().daemonId()).isNotBlank().isEqualTo(daemon().daemonId());
    }

    @Test
    void startsExitsAndRemovalsAreReportedInOrderWithTheExitCode() throws Exception {
        GameId game = newGame();
        try (Following following = new Following(Optional.empty())) {
            ContainerId id = running(game);
            daemon().stop(id, GRACE);
            int code = daemon().inspect(id).orElseThrow().exitCode();
            daemon().remove(id);
            List<ContainerEvent> told = following.await(id, 3);
            assertThat(told)
                    .extracting(ContainerEvent::action)
                    .containsExactly(Action.START, Action.DIE, Action.DESTROY);
            assertThat(told).extracting(ContainerEvent::gameLabel).containsOnly(game.value());
            assertThat(told.get(1).exitCode()).hasValue(code);
        }
    }

    @Test
    void eventsSinceThenAreReportedAgain() throws Exception {
        GameId game = newGame();
        ContainerEvent first;
        ContainerId id;
        try (Following following = new Following(Optional.empty())) {
            id = running(game);
            first = following.await(id, 1).getFirst();
        }
        daemon().stop(id, GRACE);
        try (Following following = new Following(Optional.of(first.cursor()))) {
            assertThat(following.await(id, 2))
                    .extracting(ContainerEvent::action)
                    .containsExactly(Action.START, Action.DIE);
        }
    }

    @Test
    void theDaemonsClockIsTheOneThatEndsAreDatedBy() throws Exception {
        ContainerId id;
        Instant opened;
        try (Following following = new Following(Optional.empty())) {
            opened = following.answered.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            id = running(newGame());
            daemon().stop(id, GRACE);
        }
        Instant ended = daemon().inspect(id).orElseThrow().finishedAt().orElseThrow();
        assertThat(ended).isAfterOrEqualTo(opened);
        try (Following following = new Following(Optional.empty())) {
            assertThat(following.answered.poll(PATIENCE_SECONDS, TimeUnit.SECONDS).plusSeconds(1))
                    .isAfter(ended);
        }
    }

    @Test
    void containersOfOthersAreNotReported() throws Exception {
        try (Following following = new Following(Optional.empty())) {
            ContainerId foreign = under().makeByHand(newGame().containerName(), Map.of());
            daemon().remove(foreign);
            ContainerId ours = running(newGame());
            following.await(ours, 1);
            assertThat(following.seen)
                    .extracting(ContainerEvent::container)
                    .doesNotContain(foreign);
        }
    }

    /** Follows the events on its own thread until it is closed. */
    private final class Following implements AutoCloseable {
        private final BlockingQueue<ContainerEvent> arriving = new LinkedBlockingQueue<>();
        private final BlockingQueue<Instant> answered = new LinkedBlockingQueue<>();
        private final List<ContainerEvent> seen = new ArrayList<>();
        private final List<String> unread = new CopyOnWriteArrayList<>();
        private final CountDownLatch opened = new CountDownLatch(1);
        private final Thread thread;
        private volatile @Nullable Throwable end;

        Following(Optional<EventCursor> since) throws InterruptedException {
            thread = Thread.ofVirtual().name("following").start(() -> follow(since));
            assertThat(opened.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        private void follow(Optional<EventCursor> since) {
            try {
                under().events()
                        .follow(
                                since,
                                new ContainerEvents.Sink() {
                                    @Override
                                    public void opened() {
                                        opened.countDown();
                                    }

                                    @Override
                                    public void answered(Instant at) {
                                        answered.add(at);
                                    }

                                    @Override
                                    public void happened(ContainerEvent event) {
                                        arriving.add(event);
                                    }

                                    @Override
                                    public void skipped(String why) {
                                        unread.add(why);
                                    }
                                });
            } catch (RuntimeException ended) {
                end = ended;
            }
        }

        List<ContainerEvent> await(ContainerId id, int count) throws InterruptedException {
            while (of(id).count() < count) {
                ContainerEvent next = arriving.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(next).as("an event after %s", seen).isNotNull();
                seen.add(Objects.requireNonNull(next));
            }
            return of(id).toList();
        }

        private Stream<ContainerEvent> of(ContainerId id) {
            return seen.stream().filter(event -> event.container().equals(id));
        }

        /** An interrupt ends it, as a lost stream does. */
        @Override
        public void close() {
            thread.interrupt();
            try {
                assertThat(thread.join(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            assertThat(end).isInstanceOf(DependencyUnavailableException.class);
            assertThat(unread).isEmpty();
        }
    }
}
