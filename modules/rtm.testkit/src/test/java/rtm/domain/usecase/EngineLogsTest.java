package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.port.ContainerEngine;
import rtm.testkit.FakeContainerEngine;
import rtm.testkit.InMemoryStore;

class EngineLogsTest {

    private static final GameId GAME = new GameId("g1");
    private static final Instant AT = Instant.parse("2026-04-28T07:18:54Z");
    private static final ImageReference IMAGE = new ImageReference("galaxy/game:1.4.0");

    private final InMemoryStore store = new InMemoryStore();
    private final FakeContainerEngine engine = new FakeContainerEngine();
    private final ContainerId container = engine.newId();

    @Test
    void theLastLinesOfTheRecordedContainerAreTold() {
        put(new RuntimeState.Stopped(container, AT));
        place();
        engine.write(container, "one");
        engine.write(container, "two");
        engine.write(container, "three");

        assertThat(new EngineLogs(store, engine).tail(GAME, 2)).isEqualTo("two\nthree\n");
    }

    @Test
    void aGameWithoutRecordContainerOrOutputIsToldApart() {
        assertFails(engine, ErrorCode.NOT_FOUND, "no runtime of game g1");
        put(new RuntimeState.Removed(Optional.empty(), AT));
        assertFails(engine, ErrorCode.NOT_FOUND, "the container of game g1 was removed");
        put(new RuntimeState.Running(container));
        assertFails(engine, ErrorCode.NOT_FOUND, "container " + container + " of game g1 is gone");
        place();
        Boundary boundary = new Boundary();
        boundary.refuse("logs", "this driver keeps none");
        assertFails(
                boundary.around(ContainerEngine.class, engine, Optional.empty()),
                ErrorCode.CONFLICT,
                "Docker gives no output of container " + container + ": this driver keeps none");
    }

    private void assertFails(ContainerEngine docker, ErrorCode code, String message) {
        assertThatThrownBy(() -> new EngineLogs(store, docker).tail(GAME, 2))
                .isInstanceOfSatisfying(
                        OperationException.class,
                        failed -> assertThat(failed.code()).isEqualTo(code))
                .hasMessage(message);
    }

    private void place() {
        engine.place(
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
