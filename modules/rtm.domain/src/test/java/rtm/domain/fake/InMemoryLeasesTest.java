package rtm.domain.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.contract.GameLeasesContract;
import rtm.domain.model.BootId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationId;
import rtm.domain.port.GameLeases;
import rtm.domain.port.GameLeases.Attempt;
import rtm.domain.port.GameLeases.Holder;

class InMemoryLeasesTest extends GameLeasesContract {

    private static final GameId GAME = new GameId("game-1");
    private static final Holder HOLDER =
            new Holder(new BootId(new UUID(1, 1)), new OperationId(new UUID(1, 2)));

    private final InMemoryLeases leases = new InMemoryLeases();

    @Override
    protected GameLeases leases() {
        return leases;
    }

    @Override
    protected Optional<String> stored(GameId gameId) {
        return leases.stored(gameId);
    }

    @Override
    protected void store(GameId gameId, String value) {
        leases.store(gameId, value);
    }

    @Override
    protected void expire(GameId gameId) {
        leases.expire(gameId);
    }

    @Test
    void aLeaseThatRanOutIsNoLongerValid() {
        Attempt attempt = leases.tryAcquire(GAME, HOLDER);
        leases.expire(GAME);

        assertThat(attempt)
                .isInstanceOfSatisfying(
                        Attempt.Acquired.class, held -> assertThat(held.lease().valid()).isFalse());
    }

    @Test
    void anotherProcessSeesTheSameLeasesWithSwitchesOfItsOwn() {
        leases.tryAcquire(GAME, HOLDER);
        InMemoryLeases other = leases.anotherProcess();
        leases.unavailable(true);

        assertThat(other.stored(GAME)).contains(HOLDER.toString());
        assertThatThrownBy(() -> leases.tryAcquire(GAME, HOLDER))
                .isInstanceOf(DependencyUnavailableException.class);
    }

    @Test
    void aLostAnswerLeavesTheEffect() {
        leases.loseAnswers(1);

        assertThatThrownBy(() -> leases.tryAcquire(GAME, HOLDER))
                .isInstanceOf(DependencyUnavailableException.class);
        assertThat(leases.stored(GAME)).contains(HOLDER.toString());
    }
}
