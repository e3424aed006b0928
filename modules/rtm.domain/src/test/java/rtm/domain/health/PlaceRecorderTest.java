package rtm.domain.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.InspectedContainer;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;

class PlaceRecorderTest {

    private static final RuntimeRecord RECORD = SampleOperations.running(SampleOperations.GAME, 1);

    private final InMemoryStore store = new InMemoryStore();
    private final PlaceRecorder places = new PlaceRecorder(store);

    @BeforeEach
    void run() {
        store.put(RECORD);
    }

    private static EnginePlace at(String address) {
        return new EnginePlace(Optional.of(512L << 20), Optional.of(address));
    }

    private static InspectedContainer inspected(EnginePlace place) {
        return new InspectedContainer(
                new ObservedContainer(
                        SampleOperations.CONTAINER,
                        "galaxy-game",
                        "image",
                        ContainerState.RUNNING,
                        Map.of()),
                0,
                false,
                0,
                "",
                List.of(),
                place,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void whereAnEngineIsIsStoredOnceAndAgainWhenItIsSomewhereElse() {
        places.note(RECORD, inspected(at("10.99.1.2")));
        assertThat(store.place(RECORD.gameId())).contains(at("10.99.1.2"));

        store.recordPlace(RECORD, EnginePlace.NONE);
        places.note(RECORD, inspected(at("10.99.1.2")));
        assertThat(store.place(RECORD.gameId())).contains(EnginePlace.NONE);

        places.note(RECORD, inspected(at("10.99.1.3")));
        assertThat(store.place(RECORD.gameId())).contains(at("10.99.1.3"));
        places.keepOnly(List.of());
        store.recordPlace(RECORD, EnginePlace.NONE);
        places.note(RECORD, inspected(at("10.99.1.3")));
        assertThat(store.place(RECORD.gameId())).contains(at("10.99.1.3"));
    }

    @Test
    void whatCouldNotBeStoredIsStoredByTheNextLook() {
        store.unavailable(true);
        assertThatThrownBy(() -> places.note(RECORD, inspected(at("10.99.1.2"))))
                .isInstanceOf(DependencyUnavailableException.class);
        store.unavailable(false);
        places.note(RECORD, inspected(at("10.99.1.2")));
        assertThat(store.place(RECORD.gameId())).contains(at("10.99.1.2"));
    }
}
