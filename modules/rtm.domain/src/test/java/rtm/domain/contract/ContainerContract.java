package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.EngineStart;
import rtm.domain.model.GameId;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.ContainerDaemon.NameTakenException;

/** How every {@link ContainerDaemon} handles the containers of games. */
abstract class ContainerContract extends DaemonSuite {

    @Test
    void aStartSaysWhatTheEngineMayUseAndWhereItIs() {
        GameId game = newGame();
        EngineSpec spec = under().spec(game, under().runnableImage());
        ContainerId id = daemon().create(spec);
        assertThat(daemon().inspect(id).orElseThrow().place().address()).isEmpty();

        EngineStart started = daemon().start(id);

        assertThat(started.place())
                .isEqualTo(
                        new EnginePlace(
                                Optional.of(spec.limits().memory().bytes()),
                                daemon().address(game, id).map(EngineAddress::host)))
                .isEqualTo(daemon().inspect(id).orElseThrow().place());
        assertThat(started.place().address()).isPresent();
        daemon().stop(id, SHORT);
        assertThat(daemon().inspect(id).orElseThrow().place().address()).isEmpty();
    }

    @Test
    void aGameWithoutContainersHasNone() {
        assertThat(daemon().containersOf(newGame())).isEmpty();
    }

    @Test
    void aCreatedContainerIsListedWithItsNameItsLabelsAndItsState() {
        GameId game = newGame();
        EngineSpec spec = under().spec(game, under().runnableImage());
        ContainerId id = daemon().create(spec);

        ObservedContainer found = only(game);
        assertThat(found.id()).isEqualTo(id);
        assertThat(found.name()).isEqualTo("galaxy-game-" + game);
        assertThat(found.state()).isEqualTo(ContainerState.CREATED);
        assertThat(found.ours()).isTrue();
        assertThat(found.engineImage()).isEqualTo(under().runnableImage().toString());
        assertThat(found.madeBy(spec.operation())).isTrue();
        assertThat(found.labels())
                .containsEntry(Labels.GAME_ID, game.value())
                .containsEntry(Labels.KIND, Labels.KIND_VALUE)
                .containsEntry(Labels.STARTED_AT_MS, "1777360734123");
    }

    @Test
    void aContainerRunsOnceStartedAndIsExitedOnceStopped() {
        GameId game = newGame();
        ContainerId id = running(game);
        assertThat(now(id).state()).isEqualTo(ContainerState.RUNNING);
        daemon().stop(id, SHORT);
        assertThat(now(id).state()).isEqualTo(ContainerState.EXITED);
    }

    @Test
    void startingWhatRunsAlreadyIsNoError() {
        GameId game = newGame();
        ContainerId id = created(game);
        daemon().start(id);
        daemon().start(id);
        assertThat(now(id).state()).isEqualTo(ContainerState.RUNNING);
    }

    @Test
    void stoppingWhatIsStoppedOrGoneIsNoError() {
        GameId game = newGame();
        ContainerId id = created(game);
        daemon().start(id);
        daemon().stop(id, SHORT);
        assertThatCode(() -> daemon().stop(id, SHORT)).doesNotThrowAnyException();
        daemon().remove(id);
        assertThatCode(() -> daemon().stop(id, SHORT)).doesNotThrowAnyException();
    }

    @Test
    void aRunningContainerIsGoneOnceRemoved() {
        GameId game = newGame();
        ContainerId id = created(game);
        daemon().start(id);
        daemon().remove(id);
        assertThat(daemon().inspect(id)).isEmpty();
    }

    @Test
    void whatHasEndedIsGoneOnceRemovedAndWhatRunsStays() {
        GameId game = newGame();
        ContainerId id = created(game);
        daemon().start(id);
        assertThatThrownBy(() -> daemon().removeEnded(id))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("container");
        assertThat(now(id).state()).isEqualTo(ContainerState.RUNNING);
        daemon().stop(id, SHORT);
        daemon().removeEnded(id);
        assertThat(daemon().inspect(id)).isEmpty();
        assertThatCode(() -> daemon().removeEnded(id)).doesNotThrowAnyException();
    }

    /** A list may lag, an inspection must not. */
    @Test
    void anInspectionShowsEachChangeAsSoonAsItHasReturned() {
        for (int i = 0; i < 5; i++) {
            GameId game = newGame();
            ContainerId id = created(game);
            assertThat(now(id).state()).isEqualTo(ContainerState.CREATED);
            daemon().start(id);
            assertThat(now(id).state()).isEqualTo(ContainerState.RUNNING);
            daemon().setAside(game, id);
            assertThat(now(id).asideOf(game)).isTrue();
            daemon().stop(id, SHORT);
            assertThat(now(id).state()).isEqualTo(ContainerState.EXITED);
            daemon().start(id);
            assertThat(now(id).state()).isEqualTo(ContainerState.RUNNING);
            daemon().remove(id);
            assertThat(daemon().inspect(id)).isEmpty();
        }
    }

    @Test
    void removingWhatIsGoneIsNoError() {
        ContainerId id = created(newGame());
        daemon().remove(id);
        assertThatCode(() -> daemon().remove(id)).doesNotThrowAnyException();
    }

    @Test
    void startingWhatIsGoneIsRefused() {
        ContainerId id = created(newGame());
        daemon().remove(id);
        assertThatThrownBy(() -> daemon().start(id))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("No such container");
    }

    @Test
    void thereIsNeverASecondContainerUnderAGamesName() {
        GameId game = newGame();
        ContainerId first = created(game);
        assertThatThrownBy(() -> created(game))
                .isInstanceOfSatisfying(
                        NameTakenException.class,
                        taken -> assertThat(taken.holder().id()).isEqualTo(first))
                .hasMessageContaining("already in use")
                .hasMessageContaining(game.containerName());
        assertThat(only(game).id()).isEqualTo(first);
    }

    @Test
    void anImageThatIsNotThereMakesNoContainer() {
        GameId game = newGame();
        assertThatThrownBy(() -> daemon().create(under().spec(game, under().absentImage())))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("No such image");
        assertThat(daemon().containersOf(game)).isEmpty();
    }

    @Test
    void anEngineThatCannotBeStartedIsRefusedInWords() {
        GameId game = newGame();
        ContainerId id = daemon().create(under().spec(game, under().unstartableImage()));
        assertThatThrownBy(() -> daemon().start(id))
                .isInstanceOfSatisfying(
                        DaemonRefusedException.class, e -> assertThat(e.text()).isNotBlank());
        assertThat(now(id).live()).isFalse();
    }

    @Test
    void aStrangerUnderTheGamesNameIsSeenAndNotOurs() {
        GameId game = newGame();
        ContainerId id = under().makeByHand(game.containerName(), Map.of());
        assertThat(only(game).id()).isEqualTo(id);
        assertThat(only(game).ours()).isFalse();
    }

    @Test
    void aLabelledContainerIsSeenUnderWhateverName() {
        GameId game = newGame();
        ContainerId id =
                under().makeByHand(
                                "by-hand-" + game,
                                Map.of(
                                        Labels.OWNER,
                                        Labels.OWNER_VALUE,
                                        Labels.GAME_ID,
                                        game.value()));
        assertThat(only(game).id()).isEqualTo(id);
        assertThat(only(game).madeByHand()).isTrue();
    }

    @Test
    void aContainerThatOnlySharesTheBeginningOfTheNameIsNotTheGames() {
        GameId game = newGame();
        under().makeByHand(game.containerName() + "-2", Map.of());
        under().makeByHand("x-" + game.containerName(), Map.of());
        assertThat(daemon().containersOf(game)).isEmpty();
    }

    @Test
    void whateverHasTheNameForOneSetAsideIsListed() {
        GameId game = newGame();
        ContainerId id = under().makeByHand(game.previousContainerName(), Map.of());
        assertThat(daemon().containersOf(game))
                .extracting(ObservedContainer::id)
                .containsExactly(id);
    }

    @Test
    void aContainerSetAsideIsStillTheGamesAndLeavesItsPlaceFree() {
        GameId game = newGame();
        ContainerId old = created(game);
        assertThat(now(old).inPlaceOf(game)).isTrue();
        daemon().setAside(game, old);
        assertThat(now(old).asideOf(game)).isTrue();
        assertThat(now(old).inPlaceOf(game)).isFalse();
        assertThat(now(old).belongsTo(game)).isTrue();
        ContainerId next = created(game);
        assertThat(daemon().containersOf(game))
                .extracting(ObservedContainer::id)
                .containsExactlyInAnyOrder(old, next);
    }

    @Test
    void aContainerThatIsThereAlreadyIsNeitherSetAsideNorPutBackTwice() {
        GameId game = newGame();
        ContainerId id = created(game);
        daemon().putBack(game, id);
        assertThat(now(id).inPlaceOf(game)).isTrue();
        daemon().setAside(game, id);
        daemon().setAside(game, id);
        assertThat(now(id).asideOf(game)).isTrue();
        daemon().putBack(game, id);
        assertThat(now(id).inPlaceOf(game)).isTrue();
    }

    @Test
    void aPlaceThatIsTakenAndAContainerThatIsGoneAreRefused() {
        GameId game = newGame();
        ContainerId first = created(game);
        daemon().setAside(game, first);
        ContainerId second = created(game);
        assertThatThrownBy(() -> daemon().putBack(game, first))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("already in use");
        daemon().remove(second);
        assertThatThrownBy(() -> daemon().putBack(game, second))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessageContaining("No such container");
    }

    @Test
    void whatWasTakenOffTheNetworkIsAttachedAgain() {
        GameId game = newGame();
        ContainerId id = running(game);
        assertThat(now(id).attached()).isTrue();
        under().detach(id);
        assertThat(now(id).attached()).isFalse();
        assertThat(daemon().containersOf(game))
                .singleElement()
                .satisfies(listed -> assertThat(listed.attached()).isFalse());
        assertThat(daemon().address(game, id)).isEmpty();
        daemon().attach(id);
        daemon().attach(id);
        assertThat(now(id).attached()).isTrue();
        assertThat(daemon().containersOf(game))
                .singleElement()
                .satisfies(listed -> assertThat(listed.attached()).isTrue());
        assertThat(daemon().address(game, id)).isPresent();
        daemon().remove(id);
        assertThatThrownBy(() -> daemon().attach(id)).isInstanceOf(DaemonRefusedException.class);
    }

    @Test
    void onlyARunningEngineHasAnAddress() {
        GameId game = newGame();
        ContainerId id = created(game);
        assertThat(daemon().address(game, id)).isEmpty();
        daemon().start(id);
        assertThat(daemon().address(game, id))
                .hasValueSatisfying(address -> {
                    assertThat(address.host()).isNotBlank();
                    assertThat(address.port()).isEqualTo(8080);
                });
        daemon().stop(id, SHORT);
        assertThat(daemon().address(game, id)).isEmpty();
        daemon().remove(id);
        assertThat(daemon().address(game, id)).isEmpty();
    }

    @Test
    void anotherGamesContainerIsNotTakenForTheGames() {
        GameId other = newGame();
        ContainerId id = running(newGame());
        assertThatThrownBy(() -> daemon().inspect(other, id))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining(id.value());
        assertThatThrownBy(() -> daemon().address(other, id))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining(id.value());
    }

    @Test
    void ofManyGamesLookedAtAtOnceEachHasItsOwnContainersOnly() throws Exception {
        List<GameId> games = IntStream.range(0, 12).mapToObj(_ -> newGame()).toList();
        ContainerId first = created(games.get(0));
        ContainerId aside = running(games.get(1));
        daemon().setAside(games.get(1), aside);
        ContainerId next = created(games.get(1));

        List<List<ContainerId>> found = listedAtOnce(games);

        assertThat(found.get(0)).containsExactly(first);
        assertThat(found.get(1)).containsExactlyInAnyOrder(aside, next);
        assertThat(found.subList(2, found.size())).allSatisfy(ids -> assertThat(ids).isEmpty());
    }

    private List<List<ContainerId>> listedAtOnce(List<GameId> games) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<List<ContainerId>>> looks =
                    games.stream()
                            .<Callable<List<ContainerId>>>map(game ->
                                    () ->
                                            daemon().containersOf(game).stream()
                                                    .map(ObservedContainer::id)
                                                    .toList())
                            .toList();
            return threads.invokeAll(looks).stream().map(Future::resultNow).toList();
        }
    }

    /** As an inspection shows it. */
    private ObservedContainer now(ContainerId id) {
        return daemon().inspect(id).orElseThrow().container();
    }
}
