package rtm.domain.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.model.ContainerEvent;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.port.ContainerEvents;

class IdentityCheckedDaemonTest {

    private final InMemoryStore store = new InMemoryStore();
    private final FakeContainerDaemon docker = new FakeContainerDaemon();
    private final IdentityCheckedDaemon daemon =
            new IdentityCheckedDaemon(
                    docker, docker.events(), new DaemonIdentity(store), NodeId.FIRST);

    IdentityCheckedDaemonTest() {
        store.recordDaemon(docker.daemonId());
    }

    private void loseEvents() {
        docker.events().lose();
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> daemon.follow(Optional.empty(), new Deaf()));
    }

    @Test
    void theEngineThatItWasBeforeIsAskedAgain() {
        loseEvents();
        assertThat(daemon.owned()).isEmpty();
        daemon.check();
    }

    @Test
    void nothingIsAskedOfAnotherEngineOnceTheEventsBrokeOff() {
        docker.become("another");
        loseEvents();
        ContainerId id = new ContainerId("c1");
        for (Runnable call :
                List.<Runnable>of(
                        daemon::check,
                        daemon::owned,
                        () -> daemon.inspect(id),
                        () -> daemon.start(id),
                        () -> daemon.remove(id),
                        () -> daemon.address(new GameId("g"), id))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("the daemon's ID is another")
                    .hasMessageContaining("the records are about daemon the-engine");
        }
        assertThat(docker.calls()).isEmpty();
        assertThat(daemon.daemonId()).isEqualTo("another");
    }

    @Test
    void itIsAskedAgainOnceItIsBack() {
        docker.become("another");
        loseEvents();
        assertThatThrownBy(daemon::owned).isInstanceOf(DependencyUnavailableException.class);
        docker.become("the-engine");
        assertThat(daemon.owned()).isEmpty();
        assertThat(docker.calls())
                .extracting(FakeContainerDaemon.Made::call)
                .containsExactly(DaemonCall.OWNED);
    }

    @Test
    void anEngineInDoubtIsRecognizedOnce() {
        loseEvents();
        daemon.check();
        docker.become("another");
        assertThat(daemon.owned()).isEmpty();
        loseEvents();
        assertThatThrownBy(daemon::owned).isInstanceOf(DependencyUnavailableException.class);
    }

    private static final class Deaf implements ContainerEvents.Sink {
        @Override
        public void opened() {}

        @Override
        public void happened(ContainerEvent event) {}

        @Override
        public void skipped(String why) {}
    }
}
