package rtm.testkit;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerEngine;
import rtm.domain.port.ContainerEvents;

class FakeContainerWatchTest extends ContainerWatchContract {

    private static final ImageReference OK = new ImageReference("galaxy/game:1.4.0");

    private final FakeContainerEngine fake = new FakeContainerEngine();
    private final AtomicInteger games = new AtomicInteger();

    FakeContainerWatchTest() {
        fake.images().add(OK);
    }

    @Override
    protected ContainerEngine engine() {
        return fake;
    }

    @Override
    protected ContainerEvents events() {
        return fake.events();
    }

    @Override
    protected ImageReference image() {
        return OK;
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
    protected ContainerId makeByHand(String name, Map<String, String> labels) {
        ObservedContainer made =
                new ObservedContainer(
                        fake.newId(), name, OK.value(), ContainerState.RUNNING, labels);
        fake.place(made);
        return made.id();
    }
}
