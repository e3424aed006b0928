package rtm.domain.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rtm.domain.fake.DaemonFaults.Moment.AFTER_EFFECT;
import static rtm.domain.fake.DaemonFaults.Moment.BEFORE_EFFECT;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import rtm.domain.contract.ContainerDaemonContracts;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.ContainerEvents;
import rtm.domain.port.upkeep.HostImages;

class FakeContainerDaemonTest extends ContainerDaemonContracts {

    private static final ImageReference OK = new ImageReference("galaxy/game:1.4.0");
    private static final ImageReference LABELLED = new ImageReference("galaxy/game:1.4.1");
    private static final ImageReference BROKEN = new ImageReference("galaxy/game:1.4.2");
    private static final ImageReference ABSENT = new ImageReference("galaxy/absent:1.0.0");

    private final FakeContainerDaemon fake = new FakeContainerDaemon();
    private final AtomicInteger games = new AtomicInteger();

    FakeContainerDaemonTest() {
        fake.images().add(OK);
        fake.images().add(LABELLED, Map.of(Labels.PIDS_LIMIT, "64"));
        fake.images().add(BROKEN);
        fake.images().refuseStart(BROKEN, "exec: \"/nowhere\": no such file or directory");
    }

    @Test
    void aCallThatFailsBeforeItsEffectChangesNothing() {
        GameId game = newGame();
        fake.faults().failNext(DaemonCall.CREATE, BEFORE_EFFECT);
        assertThatThrownBy(() -> fake.create(spec(game, OK)))
                .isInstanceOf(DependencyUnavailableException.class);
        assertThat(fake.containersOf(game)).isEmpty();
    }

    @Test
    void aCallThatFailsAfterItsEffectHasTakenEffect() {
        GameId game = newGame();
        fake.faults().failNext(DaemonCall.CREATE, AFTER_EFFECT);
        assertThatThrownBy(() -> fake.create(spec(game, OK)))
                .isInstanceOf(DependencyUnavailableException.class);
        assertThat(fake.containersOf(game)).hasSize(1);
    }

    @Test
    void anUnavailableDaemonAnswersAgainOnceItIsMended() {
        GameId game = newGame();
        fake.faults().makeUnavailable();
        assertThatThrownBy(() -> fake.containersOf(game))
                .isInstanceOf(DependencyUnavailableException.class);
        fake.faults().mend();
        assertThat(fake.containersOf(game)).isEmpty();
    }

    @Test
    void aPausedCallHasNoEffectBeforeItIsReleased() throws Exception {
        GameId game = newGame();
        Pause pause = fake.faults().pauseNext(DaemonCall.CREATE, BEFORE_EFFECT);
        Thread caller = Thread.ofVirtual().start(() -> fake.create(spec(game, OK)));
        pause.awaitReached();
        assertThat(fake.containersOf(game)).isEmpty();
        pause.release();
        caller.join();
        assertThat(fake.containersOf(game)).hasSize(1);
    }

    @Test
    void aPausedCallThatIsInterruptedLeavesWithTheFlagSet() throws Exception {
        GameId game = newGame();
        Pause pause = fake.faults().pauseNext(DaemonCall.CREATE, BEFORE_EFFECT);
        AtomicInteger outcome = new AtomicInteger();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                fake.create(spec(game, OK));
                            } catch (DependencyUnavailableException _) {
                                outcome.set(Thread.interrupted() ? 1 : 2);
                            }
                        });
        pause.awaitReached();
        caller.interrupt();
        caller.join();
        assertThat(outcome).hasValue(1);
        assertThat(fake.containersOf(game)).isEmpty();
    }

    @Test
    void aRefusedPullHasTheMessageOfTheTest() {
        ImageReference image = imageInRegistry();
        fake.images().refusePull(image, "the disk is full");
        assertThatThrownBy(() -> fake.pull(image)).hasMessage("the disk is full");
    }

    @Test
    void callsAreRememberedInOrderWithTheirGrace() {
        GameId game = newGame();
        ContainerId id = fake.create(spec(game, OK));
        fake.stop(id, Duration.ofSeconds(7));
        assertThat(fake.calls())
                .containsExactly(
                        new FakeContainerDaemon.Made(DaemonCall.CREATE, game.value()),
                        new FakeContainerDaemon.Made(DaemonCall.STOP, id.value()));
        assertThat(fake.grace(id)).contains(Duration.ofSeconds(7));
    }

    @Test
    void anEngineThatEndsAtOnceIsExitedOnceStarted() {
        fake.images().exitOnceStarted(OK);
        ContainerId id = fake.create(spec(newGame(), OK));
        fake.start(id);
        assertThat(fake.inspect(id).orElseThrow().state()).isEqualTo(ContainerState.EXITED);
    }

    @Test
    void aListShowsTheStateBeforeTheLastChangeUntilItCatchesUp() {
        GameId game = newGame();
        ContainerId id = fake.create(spec(game, OK));
        fake.start(id);
        fake.stop(id, Duration.ofSeconds(7));
        assertThat(fake.containersOf(game).getFirst().state()).isEqualTo(ContainerState.RUNNING);
        fake.catchUp();
        assertThat(fake.containersOf(game).getFirst().state()).isEqualTo(ContainerState.EXITED);
    }

    @Override
    protected ContainerDaemon daemon() {
        return fake;
    }

    @Override
    protected HostImages images() {
        return fake;
    }

    @Override
    protected ContainerEvents events() {
        return fake.events();
    }

    @Override
    protected ImageReference runnableImage() {
        return OK;
    }

    @Override
    protected ImageReference labelledImage() {
        return LABELLED;
    }

    @Override
    protected ImageReference unstartableImage() {
        return BROKEN;
    }

    @Override
    protected ImageReference absentImage() {
        return ABSENT;
    }

    @Override
    protected ImageReference imageInRegistry() {
        ImageReference image = new ImageReference("galaxy/pulled:1.0." + games.incrementAndGet());
        fake.images().addToRegistry(image, Map.of());
        return image;
    }

    @Override
    protected long pullsSeen(ImageReference image) {
        return fake.images().pulls();
    }

    @Override
    protected Pause holdNextPull() {
        return fake.faults().pauseNext(DaemonCall.PULL, BEFORE_EFFECT);
    }

    @Override
    protected GameId newGame() {
        return new GameId("game-" + games.incrementAndGet());
    }

    @Override
    protected String statePath(GameId gameId) {
        return "/var/lib/galaxy/games/" + gameId;
    }

    @Override
    protected void detach(ContainerId container) {
        fake.detach(container);
    }

    @Override
    protected ContainerId makeByHand(String name, Map<String, String> labels) {
        ContainerId id = fake.newId();
        fake.place(new ObservedContainer(id, name, OK.toString(), ContainerState.RUNNING, labels));
        return id;
    }
}
