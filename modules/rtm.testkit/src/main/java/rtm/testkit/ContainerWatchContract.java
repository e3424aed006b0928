package rtm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
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
import rtm.domain.model.CpuQuota;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.Labels;
import rtm.domain.model.MemorySize;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationId;
import rtm.domain.port.ContainerEngine;
import rtm.domain.port.ContainerEvents;

/** What every engine tells of its containers, by lists, by inspection and by events. */
public abstract class ContainerWatchContract {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long PATIENCE_SECONDS = 30;

    /** The engine that is tried. */
    protected abstract ContainerEngine engine();

    /** Its events. */
    protected abstract ContainerEvents events();

    /** An image on the host whose engine runs until it is stopped. */
    protected abstract ImageReference image();

    /** A game that no container belongs to; a new one each time. */
    protected abstract GameId newGame();

    /** A folder on this host that can be mounted. */
    protected abstract String statePath(GameId gameId);

    /** Someone else makes a container under this name, with these labels. */
    protected abstract ContainerId makeByHand(String name, Map<String, String> labels);

    private ContainerId created(GameId game) {
        return engine().create(
                        new EngineSpec(
                                game,
                                image(),
                                new EngineLimits(
                                        new CpuQuota(500_000_000), new MemorySize(64L << 20), 64),
                                statePath(game),
                                new OperationId(new UUID(7, 7)),
                                Instant.parse("2026-04-28T07:18:54.123Z")));
    }

    private ContainerId running(GameId game) {
        ContainerId id = created(game);
        engine().start(id);
        return id;
    }

    @Test
    void theListOfOursHasEachOfThemInAnyStateAndNoOther() {
        ContainerId alive = running(newGame());
        ContainerId unstarted = created(newGame());
        ContainerId labelled =
                makeByHand(
                        "by-hand-" + newGame(),
                        Map.of(Labels.OWNER, Labels.OWNER_VALUE, Labels.GAME_ID, "no game!"));
        ContainerId foreign = makeByHand(newGame().containerName(), Map.of());
        assertThat(engine().owned())
                .extracting(ObservedContainer::id)
                .contains(alive, unstarted, labelled)
                .doesNotContain(foreign);
    }

    @Test
    void anInspectionTellsWhatRuns() {
        GameId game = newGame();
        ContainerId id = running(game);
        InspectedContainer found = engine().inspect(id).orElseThrow();
        assertThat(found.container().name()).isEqualTo(game.containerName());
        assertThat(found.container().image()).isEqualTo(image().value());
        assertThat(found.container().belongsTo(game)).isTrue();
        assertThat(found.state()).isEqualTo(ContainerState.RUNNING);
        assertThat(found.address()).isPresent();
        assertThat(found.statePath()).contains(statePath(game));
        assertThat(found.restartCount()).isZero();
        assertThat(found.health()).isEmpty();
    }

    @Test
    void anInspectionTellsHowItEnded() {
        ContainerId id = running(newGame());
        engine().stop(id, GRACE);
        InspectedContainer found = engine().inspect(id).orElseThrow();
        assertThat(found.state()).isEqualTo(ContainerState.EXITED);
        assertThat(found.exitCode()).isIn(0, 137, 143);
        assertThat(found.oomKilled()).isFalse();
        assertThat(found.address()).isEmpty();
    }

    @Test
    void anInspectionOfWhatIsGoneIsEmpty() {
        ContainerId id = created(newGame());
        engine().remove(id);
        assertThat(engine().inspect(id)).isEmpty();
    }

    @Test
    void theEngineHasAnIdentity() {
        assertThat(engine().engineId()).isNotBlank().isEqualTo(engine().engineId());
    }

    @Test
    void startsDeathsAndDestructionsAreToldInTheirOrderWithTheirCode() throws Exception {
        GameId game = newGame();
        try (Following following = new Following(Optional.empty())) {
            ContainerId id = running(game);
            engine().stop(id, GRACE);
            int code = engine().inspect(id).orElseThrow().exitCode();
            engine().remove(id);
            List<ContainerEvent> told = following.await(id, 3);
            assertThat(told)
                    .extracting(ContainerEvent::action)
                    .containsExactly(Action.START, Action.DIE, Action.DESTROY);
            assertThat(told).extracting(ContainerEvent::gameLabel).containsOnly(game.value());
            assertThat(told.get(1).exitCode()).hasValue(code);
        }
    }

    @Test
    void whatHappenedSinceIsToldAgain() throws Exception {
        GameId game = newGame();
        ContainerEvent first;
        ContainerId id;
        try (Following following = new Following(Optional.empty())) {
            id = running(game);
            first = following.await(id, 1).getFirst();
        }
        engine().stop(id, GRACE);
        try (Following following = new Following(Optional.of(first.at()))) {
            assertThat(following.await(id, 2))
                    .extracting(ContainerEvent::action)
                    .containsExactly(Action.START, Action.DIE);
        }
    }

    @Test
    void containersOfOthersAreNotToldOf() throws Exception {
        try (Following following = new Following(Optional.empty())) {
            ContainerId foreign = makeByHand(newGame().containerName(), Map.of());
            engine().remove(foreign);
            ContainerId ours = running(newGame());
            following.await(ours, 1);
            assertThat(following.seen)
                    .extracting(ContainerEvent::container)
                    .doesNotContain(foreign);
        }
    }

    /** Follows on a thread of its own, until it is closed. */
    private final class Following implements AutoCloseable {
        private final BlockingQueue<ContainerEvent> arriving = new LinkedBlockingQueue<>();
        private final List<ContainerEvent> seen = new ArrayList<>();
        private final CountDownLatch opened = new CountDownLatch(1);
        private final Thread thread;
        private volatile @Nullable Throwable end;

        Following(Optional<Instant> since) throws InterruptedException {
            thread = Thread.ofVirtual().name("following").start(() -> follow(since));
            assertThat(opened.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        private void follow(Optional<Instant> since) {
            try {
                events().follow(
                                since,
                                new ContainerEvents.Sink() {
                                    @Override
                                    public void opened() {
                                        opened.countDown();
                                    }

                                    @Override
                                    public void happened(ContainerEvent event) {
                                        arriving.add(event);
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

        /** An interrupt ends it, as when the stream is lost. */
        @Override
        public void close() {
            thread.interrupt();
            try {
                assertThat(thread.join(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            assertThat(end).isInstanceOf(DependencyUnavailableException.class);
        }
    }
}
