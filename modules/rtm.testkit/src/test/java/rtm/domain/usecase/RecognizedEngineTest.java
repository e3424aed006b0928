package rtm.domain.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.model.ContainerEvent;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerEvents;
import rtm.testkit.EngineCall;
import rtm.testkit.FakeContainerEngine;
import rtm.testkit.InMemoryStore;

class RecognizedEngineTest {

    private final InMemoryStore store = new InMemoryStore();
    private final FakeContainerEngine docker = new FakeContainerEngine();
    private final RecognizedEngine engine =
            new RecognizedEngine(docker, docker.events(), new RecognizeEngine(store));

    RecognizedEngineTest() {
        store.rememberEngine(docker.engineId());
    }

    private void loseEvents() {
        docker.events().lose();
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> engine.follow(Optional.empty(), new Deaf()));
    }

    @Test
    void theEngineThatItWasBeforeIsAskedAgain() {
        loseEvents();
        assertThat(engine.owned()).isEmpty();
        engine.check();
    }

    @Test
    void nothingIsAskedOfAnotherEngineOnceTheEventsBrokeOff() {
        docker.become("another");
        loseEvents();
        ContainerId id = new ContainerId("c1");
        for (Runnable call :
                List.<Runnable>of(
                        engine::check,
                        engine::owned,
                        () -> engine.inspect(id),
                        () -> engine.start(id),
                        () -> engine.remove(id),
                        () -> engine.address(id))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("the engine's ID is another")
                    .hasMessageContaining("the records are about engine the-engine");
        }
        assertThat(docker.calls()).isEmpty();
        assertThat(engine.engineId()).isEqualTo("another");
    }

    @Test
    void itIsAskedAgainOnceItIsBack() {
        docker.become("another");
        loseEvents();
        assertThatThrownBy(engine::owned).isInstanceOf(DependencyUnavailableException.class);
        docker.become("the-engine");
        assertThat(engine.owned()).isEmpty();
        assertThat(docker.calls())
                .extracting(FakeContainerEngine.Made::call)
                .containsExactly(EngineCall.OWNED);
    }

    @Test
    void anEngineInDoubtIsRecognizedOnce() {
        loseEvents();
        engine.check();
        docker.become("another");
        assertThat(engine.owned()).isEmpty();
        loseEvents();
        assertThatThrownBy(engine::owned).isInstanceOf(DependencyUnavailableException.class);
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
