package rtm.domain.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerEvent;
import rtm.domain.model.ContainerEvent.Action;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.EventCursor;
import rtm.domain.model.GameId;
import rtm.domain.port.ContainerEvents;

class KilledProcessesTest {

    private static final ContainerId CONTAINER = new ContainerId("c0ffee");
    private static final UUID DATABASE = new UUID(0, 7);
    private static final EngineOwner OWNER = new EngineOwner(DATABASE);
    private static final Instant AT = Instant.parse("2026-04-28T08:00:00Z");

    private final ChangeFeed changes = new ChangeFeed(new BootId(new UUID(0, 1)));
    private final KilledProcesses killed = new KilledProcesses(changes);
    private final List<ContainerEvent> passedOn = new ArrayList<>();

    private void happen(ContainerEvent... events) {
        killed.watching((_, sink) -> List.of(events).forEach(sink::happened), OWNER)
                .follow(
                        Optional.empty(),
                        new ContainerEvents.Sink() {
                            @Override
                            public void opened() {}

                            @Override
                            public void happened(ContainerEvent event) {
                                passedOn.add(event);
                            }

                            @Override
                            public void skipped(String why) {}
                        });
    }

    @Test
    void thatTheDaemonWentIsPassedOn() {
        AtomicBoolean gone = new AtomicBoolean();
        killed.watching((_, sink) -> sink.gone(), OWNER)
                .follow(
                        Optional.empty(),
                        new ContainerEvents.Sink() {
                            @Override
                            public void opened() {}

                            @Override
                            public void gone() {
                                gone.set(true);
                            }

                            @Override
                            public void happened(ContainerEvent event) {}

                            @Override
                            public void skipped(String why) {}
                        });
        assertThat(gone).isTrue();
    }

    private static ContainerEvent event(Action action, int second, String game) {
        return event(action, second, game, DATABASE);
    }

    private static ContainerEvent event(Action action, int second, String game, UUID database) {
        Instant at = AT.plusSeconds(second);
        return new ContainerEvent(
                action,
                CONTAINER,
                game,
                database.toString(),
                OptionalInt.empty(),
                at,
                new EventCursor(action + " " + second));
    }

    @Test
    void aProcessThatWasKilledIsKnownUntilItsEngineEnds() {
        ContainerEvent oom = event(Action.OOM, 0, "game-1");
        happen(oom);

        assertThat(killed.of(CONTAINER)).contains(new KilledProcesses.Killed(1, AT, AT));
        assertThat(changes.after(0, Optional.empty()).orElseThrow().change())
                .contains(new Change.ProcessKilled(new GameId("game-1"), CONTAINER, 1, AT));

        ContainerEvent die = event(Action.DIE, 1, "game-1");
        happen(die);
        assertThat(killed.of(CONTAINER)).isEmpty();
        assertThat(passedOn).containsExactly(oom, die);
    }

    @Test
    void manyAreCountedAndAreOneChangeInTenSeconds() {
        happen(
                event(Action.OOM, 0, "game-1"),
                event(Action.OOM, 0, "game-1"),
                event(Action.OOM, 9, "game-1"),
                event(Action.OOM, 10, "game-1"),
                event(Action.OOM, 11, "game-1"));

        assertThat(killed.of(CONTAINER).orElseThrow().times())
                .as("the same event twice is one")
                .isEqualTo(4);
        assertThat(changes.last()).isEqualTo(2);
    }

    @Test
    void aContainerOfNoGameOrOfAnotherServiceDoesNotCount() {
        happen(event(Action.OOM, 0, "not a game"), event(Action.OOM, 1, "game-1", new UUID(0, 8)));

        assertThat(killed.of(CONTAINER)).isEmpty();
        assertThat(changes.last()).isZero();
    }
}
