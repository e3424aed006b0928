package rtm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.Labels;
import rtm.domain.model.MemorySize;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationId;
import rtm.domain.port.ContainerEngine;
import rtm.domain.port.ContainerEngine.EngineRefusedException;

/** What every {@link ContainerEngine} does, the one in memory and the real one alike. */
public abstract class ContainerEngineContract {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final int MOST = 1 << 20;

    /** The engine that is tried. */
    protected abstract ContainerEngine engine();

    /**
     * An image on the host whose engine runs until it is stopped, and writes a line at its start
     * and one at its end.
     */
    protected abstract ImageReference runnableImage();

    /** An image on the host with the label {@link Labels#PIDS_LIMIT} set to {@code 64}. */
    protected abstract ImageReference labelledImage();

    /** An image on the host that cannot be started. */
    protected abstract ImageReference unstartableImage();

    /** An image that neither the host nor any registry has. */
    protected abstract ImageReference absentImage();

    /** An image that the host has not, and a registry has; a new one each time. */
    protected abstract ImageReference imageInRegistry();

    /** How many pulls of an image a registry saw. */
    protected abstract long pullsSeen(ImageReference image);

    /** The next pull stands still at its beginning. */
    protected abstract Pause holdNextPull();

    /** A game that no container belongs to; a new one each time. */
    protected abstract GameId newGame();

    /** A folder on this host that can be mounted. */
    protected abstract String statePath(GameId gameId);

    /** Someone else makes a container under this name, with these labels. */
    protected abstract ContainerId makeByHand(String name, Map<String, String> labels);

    /** What a container of a game is made of here. */
    protected final EngineSpec spec(GameId gameId, ImageReference image) {
        return new EngineSpec(
                gameId,
                image,
                new EngineLimits(new CpuQuota(500_000_000), new MemorySize(64L << 20), 64),
                statePath(gameId),
                new OperationId(
                        UUID.nameUUIDFromBytes(gameId.value().getBytes(StandardCharsets.UTF_8))),
                Instant.parse("2026-04-28T07:18:54.123Z"));
    }

    @Test
    void aGameWithoutContainersHasNone() {
        assertThat(engine().containersOf(newGame())).isEmpty();
    }

    @Test
    void aCreatedContainerIsListedWithItsNameItsLabelsAndItsState() {
        GameId game = newGame();
        EngineSpec spec = spec(game, runnableImage());
        ContainerId id = engine().create(spec);

        ObservedContainer found = only(game);
        assertThat(found.id()).isEqualTo(id);
        assertThat(found.name()).isEqualTo("galaxy-game-" + game);
        assertThat(found.state()).isEqualTo(ContainerState.CREATED);
        assertThat(found.ours()).isTrue();
        assertThat(found.engineImage()).isEqualTo(runnableImage().toString());
        assertThat(found.madeBy(spec.operation())).isTrue();
        assertThat(found.labels())
                .containsEntry(Labels.GAME_ID, game.value())
                .containsEntry(Labels.KIND, Labels.KIND_VALUE)
                .containsEntry(Labels.STARTED_AT_MS, "1777360734123");
    }

    @Test
    void aContainerRunsOnceStartedAndIsExitedOnceStopped() {
        GameId game = newGame();
        ContainerId id = engine().create(spec(game, runnableImage()));
        engine().start(id);
        assertThat(only(game).state()).isEqualTo(ContainerState.RUNNING);
        engine().stop(id, SHORT);
        assertThat(only(game).state()).isEqualTo(ContainerState.EXITED);
    }

    @Test
    void startingWhatRunsAlreadyIsNoError() {
        GameId game = newGame();
        ContainerId id = engine().create(spec(game, runnableImage()));
        engine().start(id);
        engine().start(id);
        assertThat(only(game).state()).isEqualTo(ContainerState.RUNNING);
    }

    @Test
    void stoppingWhatIsStoppedOrGoneIsNoError() {
        GameId game = newGame();
        ContainerId id = engine().create(spec(game, runnableImage()));
        engine().start(id);
        engine().stop(id, SHORT);
        assertThatCode(() -> engine().stop(id, SHORT)).doesNotThrowAnyException();
        engine().remove(id);
        assertThatCode(() -> engine().stop(id, SHORT)).doesNotThrowAnyException();
    }

    @Test
    void aRunningContainerIsGoneOnceRemoved() {
        GameId game = newGame();
        ContainerId id = engine().create(spec(game, runnableImage()));
        engine().start(id);
        engine().remove(id);
        assertThat(engine().containersOf(game)).isEmpty();
    }

    @Test
    void removingWhatIsGoneIsNoError() {
        ContainerId id = engine().create(spec(newGame(), runnableImage()));
        engine().remove(id);
        assertThatCode(() -> engine().remove(id)).doesNotThrowAnyException();
    }

    @Test
    void startingWhatIsGoneIsRefused() {
        ContainerId id = engine().create(spec(newGame(), runnableImage()));
        engine().remove(id);
        assertThatThrownBy(() -> engine().start(id))
                .isInstanceOf(EngineRefusedException.class)
                .hasMessageContaining("No such container");
    }

    @Test
    void thereIsNeverASecondContainerUnderAGamesName() {
        GameId game = newGame();
        ContainerId first = engine().create(spec(game, runnableImage()));
        assertThatThrownBy(() -> engine().create(spec(game, runnableImage())))
                .isInstanceOf(EngineRefusedException.class)
                .hasMessageContaining("already in use")
                .hasMessageContaining(game.containerName());
        assertThat(only(game).id()).isEqualTo(first);
    }

    @Test
    void anImageThatIsNotThereMakesNoContainer() {
        GameId game = newGame();
        assertThatThrownBy(() -> engine().create(spec(game, absentImage())))
                .isInstanceOf(EngineRefusedException.class)
                .hasMessageContaining("No such image");
        assertThat(engine().containersOf(game)).isEmpty();
    }

    @Test
    void anEngineThatCannotBeStartedIsRefusedInWords() {
        GameId game = newGame();
        ContainerId id = engine().create(spec(game, unstartableImage()));
        assertThatThrownBy(() -> engine().start(id))
                .isInstanceOfSatisfying(
                        EngineRefusedException.class, e -> assertThat(e.text()).isNotBlank());
        assertThat(only(game).live()).isFalse();
    }

    @Test
    void aStrangerUnderTheGamesNameIsSeenAndNotOurs() {
        GameId game = newGame();
        ContainerId id = makeByHand(game.containerName(), Map.of());
        assertThat(only(game).id()).isEqualTo(id);
        assertThat(only(game).ours()).isFalse();
    }

    @Test
    void aLabelledContainerIsSeenUnderWhateverName() {
        GameId game = newGame();
        ContainerId id =
                makeByHand(
                        "by-hand-" + game,
                        Map.of(Labels.OWNER, Labels.OWNER_VALUE, Labels.GAME_ID, game.value()));
        assertThat(only(game).id()).isEqualTo(id);
        assertThat(only(game).madeByHand()).isTrue();
    }

    @Test
    void aContainerThatOnlySharesTheBeginningOfTheNameIsNotTheGames() {
        GameId game = newGame();
        makeByHand(game.containerName() + "_previous", Map.of());
        makeByHand("x-" + game.containerName(), Map.of());
        assertThat(engine().containersOf(game)).isEmpty();
    }

    @Test
    void aRenamedContainerIsStillTheGamesAndLeavesItsNameFree() {
        GameId game = newGame();
        ContainerId old = engine().create(spec(game, runnableImage()));
        engine().rename(old, game.containerName() + "_previous");
        assertThat(only(game).name()).isEqualTo(game.containerName() + "_previous");
        ContainerId next = engine().create(spec(game, runnableImage()));
        assertThat(engine().containersOf(game))
                .extracting(ObservedContainer::id)
                .containsExactlyInAnyOrder(old, next);
    }

    @Test
    void renamingToTheNameItHasIsNoError() {
        GameId game = newGame();
        ContainerId id = engine().create(spec(game, runnableImage()));
        engine().rename(id, game.containerName());
        assertThat(only(game).name()).isEqualTo(game.containerName());
    }

    @Test
    void aNameThatIsTakenAndAContainerThatIsGoneAreRefused() {
        GameId game = newGame();
        ContainerId first = engine().create(spec(game, runnableImage()));
        engine().rename(first, game.containerName() + "_previous");
        ContainerId second = engine().create(spec(game, runnableImage()));
        assertThatThrownBy(() -> engine().rename(first, game.containerName()))
                .isInstanceOf(EngineRefusedException.class)
                .hasMessageContaining("already in use");
        engine().remove(second);
        assertThatThrownBy(() -> engine().rename(second, game.containerName()))
                .isInstanceOf(EngineRefusedException.class)
                .hasMessageContaining("No such container");
    }

    @Test
    void onlyARunningEngineHasAnAddress() {
        GameId game = newGame();
        ContainerId id = engine().create(spec(game, runnableImage()));
        assertThat(engine().address(id)).isEmpty();
        engine().start(id);
        assertThat(engine().address(id))
                .hasValueSatisfying(address -> {
                    assertThat(address.host()).isNotBlank();
                    assertThat(address.port()).isEqualTo(8080);
                });
        engine().stop(id, SHORT);
        assertThat(engine().address(id)).isEmpty();
        engine().remove(id);
        assertThat(engine().address(id)).isEmpty();
    }

    @Test
    void theLabelsOfAnImageAreToldWhereItIsThere() {
        assertThat(engine().imageLabels(labelledImage()))
                .hasValueSatisfying(
                        labels -> assertThat(labels).containsEntry(Labels.PIDS_LIMIT, "64"));
        assertThat(engine().imageLabels(absentImage())).isEmpty();
    }

    @Test
    void pullingBringsTheImageToTheHost() {
        ImageReference image = imageInRegistry();
        assertThat(engine().imageLabels(image)).isEmpty();
        engine().pull(image);
        assertThat(engine().imageLabels(image)).isPresent();
        assertThat(pullsSeen(image)).isOne();
    }

    @Test
    void fiftyCallersShareOnePull() throws Exception {
        ImageReference image = imageInRegistry();
        Pause pause = holdNextPull();
        List<FutureTask<Void>> pulls = new ArrayList<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            FutureTask<Void> pull = new FutureTask<>(() -> engine().pull(image), null);
            pulls.add(pull);
            callers.add(Thread.ofVirtual().name("caller-" + i).start(pull));
        }
        pause.awaitReached();
        awaitWaiting(callers);
        pause.release();
        for (FutureTask<Void> pull : pulls) {
            pull.get(1, TimeUnit.MINUTES);
        }
        assertThat(pullsSeen(image)).isOne();
    }

    @Test
    void anImageThatNoRegistryHasIsRefusedByName() {
        assertThatThrownBy(() -> engine().pull(absentImage()))
                .isInstanceOf(EngineRefusedException.class)
                .hasMessageContaining(absentImage().toString());
    }

    @Test
    void whatAnEngineWroteIsToldWhileItRunsAndAfterItsEnd() {
        ContainerId id = engine().create(spec(newGame(), runnableImage()));
        assertThat(output(id)).isEmpty();
        engine().start(id);
        awaitOutput(id, 1);
        List<String> running = output(id);
        engine().stop(id, SHORT);

        assertThat(output(id)).startsWith(running.getFirst()).hasSizeGreaterThan(1);
    }

    @Test
    void onlyTheLastLinesAreToldAndOnlyWholeOnes() {
        ContainerId id = engine().create(spec(newGame(), runnableImage()));
        for (int written = 0; written < 3; written = output(id).size()) {
            engine().start(id);
            awaitOutput(id, written + 1);
            engine().stop(id, SHORT);
        }
        List<String> all = output(id);
        String last = all.getLast() + "\n";
        int size = last.getBytes(StandardCharsets.UTF_8).length;

        assertThat(engine().logs(id, 2, MOST).orElseThrow().lines())
                .containsExactlyElementsOf(all.subList(all.size() - 2, all.size()));
        assertThat(engine().logs(id, 100, size)).contains(last);
        assertThat(engine().logs(id, 100, size + 1)).contains(last);
    }

    @Test
    void theOutputOfAContainerThatIsGoneIsGone() {
        ContainerId id = engine().create(spec(newGame(), runnableImage()));
        engine().remove(id);
        assertThat(engine().logs(id, 10, MOST)).isEmpty();
    }

    private List<String> output(ContainerId id) {
        return engine().logs(id, 100, MOST).orElseThrow().lines().toList();
    }

    private void awaitOutput(ContainerId id, int lines) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (output(id).size() < lines) {
            assertThat(System.nanoTime()).as("the engine writes").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static void awaitWaiting(List<Thread> callers) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!callers.stream().allMatch(ContainerEngineContract::waits)) {
            assertThat(System.nanoTime()).as("all callers wait for the pull").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static boolean waits(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
        };
    }

    private ObservedContainer only(GameId game) {
        List<ObservedContainer> found = engine().containersOf(game);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
