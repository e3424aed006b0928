package rtm.domain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whose engine a container is. */
class EngineOwnerTest {

    private static final GameId GAME = new GameId("game-1");
    private final UUID ours = UUID.randomUUID();
    private final EngineOwner owner = new EngineOwner(ours);

    @Test
    void anEngineOfOurDatabaseIsOurs() {
        ObservedContainer engine = engine(Map.of(Labels.DATABASE_ID, ours.toString()));

        assertThat(owner.seen(engine)).isEqualTo(engine);
        assertThat(owner.seen(engine).belongsTo(GAME)).isTrue();
    }

    @Test
    void anEngineOfAnEarlierVersionIsOurs() {
        assertThat(owner.seen(engine(Map.of())).belongsTo(GAME)).isTrue();
    }

    @Test
    void anEngineOfAnotherDatabaseIsAStranger() {
        String other = UUID.randomUUID().toString();
        ObservedContainer engine = engine(Map.of(Labels.DATABASE_ID, other));

        assertThat(owner.isForeign(engine)).isTrue();
        assertThat(owner.seen(engine).ours()).isFalse();
        assertThat(owner.seen(engine).belongsTo(GAME)).isFalse();
        assertThat(EngineOwner.foreignDatabase(owner.seen(engine))).contains(other);
        assertThat(EngineOwner.foreignDatabase(engine(Map.of()))).isEmpty();
    }

    private static ObservedContainer engine(Map<String, String> more) {
        Map<String, String> labels = new HashMap<>(more);
        labels.put(Labels.OWNER, Labels.OWNER_VALUE);
        labels.put(Labels.GAME_ID, GAME.value());
        return new ObservedContainer(
                new ContainerId("c0ffee"), "game", "image", ContainerState.RUNNING, labels);
    }
}
