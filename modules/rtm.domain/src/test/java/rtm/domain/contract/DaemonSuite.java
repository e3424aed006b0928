package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerDaemon;

/** One contract of a daemon, with helpers that create containers. */
abstract class DaemonSuite {

    static final Duration SHORT = Duration.ofSeconds(1);

    /** The tested implementation. */
    abstract ContainerDaemonContracts under();

    final ContainerDaemon daemon() {
        return under().daemon();
    }

    final GameId newGame() {
        return under().newGame();
    }

    final ContainerId created(GameId game) {
        return daemon().create(under().spec(game, under().runnableImage()));
    }

    final ContainerId running(GameId game) {
        ContainerId id = created(game);
        daemon().start(id);
        return id;
    }

    /** The only container of the game, by inspection, because lists lag. */
    final ObservedContainer only(GameId game) {
        List<ObservedContainer> found = daemon().containersOf(game);
        assertThat(found).hasSize(1);
        return daemon().inspect(found.getFirst().id()).orElseThrow().container();
    }
}
