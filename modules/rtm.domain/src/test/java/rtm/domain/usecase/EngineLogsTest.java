package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeNames;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.simulation.Boundary;

class EngineLogsTest {

    private static final GameId GAME = new GameId("g1");
    private static final Instant AT = Instant.parse("2026-04-28T07:18:54Z");
    private static final ImageReference IMAGE = new ImageReference("galaxy/game:1.4.0");

    private final InMemoryStore store = new InMemoryStore();
    private final FakeContainerDaemon daemon = new FakeContainerDaemon();
    private final ContainerId container = daemon.newId();

    @Test
    void theLastLinesOfTheRecordedContainerAreTold() {
        put(new RuntimeState.Stopped(container, AT));
        place();
        daemon.write(container, "one");
        daemon.write(container, "two");
        daemon.write(container, "three");

        assertThat(
                        new EngineLogs(
                                        store,
                                        store.endings(),
                                        daemon,
                                        NodeId.FIRST,
                                        new NodeNames(List::of))
                                .tail(GAME, 2))
                .isEqualTo("two\nthree\n");
    }

    @Test
    void aGameWithoutRecordContainerOrOutputIsToldApart() {
        assertFails(daemon, ErrorCode.NOT_FOUND, "no runtime of game g1");
        put(new RuntimeState.Removed(Optional.empty(), AT));
        assertFails(daemon, ErrorCode.NOT_FOUND, "the container of game g1 was removed");
        put(new RuntimeState.Running(container));
        assertFails(daemon, ErrorCode.NOT_FOUND, "container " + container + " of game g1 is gone");
        place();
        Boundary boundary = new Boundary();
        boundary.refuse("logs", "this driver keeps none");
        assertFails(
                boundary.around(ContainerDaemon.class, daemon, Optional.empty()),
                ErrorCode.CONFLICT,
                "Docker gives no output of container " + container + ": this driver keeps none");
    }

    @Test
    void theOutputOfAnotherNodesEngineIsNotSoughtHere() {
        put(new RuntimeState.Running(container));
        assertThatThrownBy(() ->
                        new EngineLogs(
                                        store,
                                        store.endings(),
                                        daemon,
                                        new NodeId(2),
                                        new NodeNames(List::of))
                                .tail(GAME, 2))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("game g1 is on node 1, not on this one");
    }

    private void assertFails(ContainerDaemon docker, ErrorCode code, String message) {
        assertThatThrownBy(() ->
                        new EngineLogs(
                                        store,
                                        store.endings(),
                                        docker,
                                        NodeId.FIRST,
                                        new NodeNames(List::of))
                                .tail(GAME, 2))
                .isInstanceOfSatisfying(
                        OperationException.class,
                        failed -> assertThat(failed.code()).isEqualTo(code))
                .hasMessage(message);
    }

    private void place() {
        daemon.place(
                new ObservedContainer(
                        container,
                        GAME.containerName(),
                        IMAGE.toString(),
                        ContainerState.EXITED,
                        Map.of()));
    }

    private void put(RuntimeState state) {
        store.put(
                new RuntimeRecord(
                        GAME,
                        NodeId.FIRST,
                        state,
                        IMAGE,
                        GAME.engineEndpoint(),
                        "/var/lib/galaxy/games/g1",
                        "galaxy-net",
                        AT,
                        AT,
                        AT,
                        1));
    }
}
