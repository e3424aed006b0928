package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationId;
import rtm.domain.port.GameLeases;
import rtm.domain.port.GameLeases.Attempt;
import rtm.domain.port.GameLeases.Holder;
import rtm.domain.port.GameLeases.Lease;

/** The contract of the leases. */
public abstract class GameLeasesContract {

    private static final GameId GAME = new GameId("game-1");
    private static final GameId OTHER_GAME = new GameId("game-2");
    private static final BootId BOOT = new BootId(new UUID(0xB007, 1));
    private static final Holder HOLDER = new Holder(BOOT, new OperationId(new UUID(1, 1)));
    private static final Holder RIVAL =
            new Holder(new BootId(new UUID(0xB007, 2)), new OperationId(new UUID(1, 2)));
    private static final Holder THIRD =
            new Holder(new BootId(new UUID(0xB007, 3)), new OperationId(new UUID(1, 3)));

    /** For subclasses. */
    protected GameLeasesContract() {}

    /** The implementation, with no lease held. */
    protected abstract GameLeases leases();

    /** The value that is stored for a game. */
    protected abstract Optional<String> stored(GameId gameId);

    /** Stores a value for a game. */
    protected abstract void store(GameId gameId, String value);

    /** Deletes the value stored for a game, as expiry does. */
    protected abstract void expire(GameId gameId);

    @Test
    void aFreeLeaseIsTakenAndNamesItsHolder() {
        Lease lease = acquire(GAME, HOLDER);

        assertThat(lease.valid()).isTrue();
        assertThat(stored(GAME))
                .contains(
                        "00000000-0000-b007-0000-000000000001/00000000-0000-0001-0000-000000000001");
    }

    @Test
    void aHeldLeaseIsRefusedWithTheNameOfItsHolder() {
        acquire(GAME, HOLDER);

        assertThat(leases().tryAcquire(GAME, RIVAL)).isEqualTo(new Attempt.HeldBy(HOLDER));
        assertThat(stored(GAME)).contains(HOLDER.toString());
    }

    @Test
    void theLeasesOfTwoGamesAreApart() {
        Lease one = acquire(GAME, HOLDER);
        Lease other = acquire(OTHER_GAME, RIVAL);

        one.close();

        assertThat(one.valid()).isFalse();
        assertThat(other.valid()).isTrue();
    }

    @Test
    void aClosedLeaseIsFreeForOthers() {
        Lease lease = acquire(GAME, HOLDER);

        lease.close();

        assertThat(lease.valid()).isFalse();
        assertThat(stored(GAME)).isEmpty();
        assertThat(acquire(GAME, RIVAL).valid()).isTrue();
    }

    @Test
    void closingTwiceTakesNothingFromTheNextHolder() {
        Lease lease = acquire(GAME, HOLDER);
        lease.close();
        acquire(GAME, RIVAL);

        lease.close();

        assertThat(stored(GAME)).contains(RIVAL.toString());
    }

    @Test
    void closingALeaseThatRanOutTakesNothingFromTheNextHolder() {
        Lease lease = acquire(GAME, HOLDER);
        expire(GAME);
        acquire(GAME, RIVAL);

        lease.close();

        assertThat(stored(GAME)).contains(RIVAL.toString());
    }

    @Test
    void aValueOfAStrangerIsNotTouched() {
        store(GAME, "mine");

        assertThat(leases().tryAcquire(GAME, HOLDER)).isEqualTo(new Attempt.HeldByStranger());
        assertThat(leases().takeOver(GAME, RIVAL, HOLDER)).isEqualTo(new Attempt.HeldByStranger());
        assertThat(stored(GAME)).contains("mine");
    }

    @Test
    void aHolderThatAsksAgainAfterALostAnswerHasIt() {
        store(GAME, HOLDER.toString());

        assertThat(acquire(GAME, HOLDER).valid()).isTrue();
    }

    @Test
    void theLeaseOfADeadHolderIsTakenOver() {
        store(GAME, RIVAL.toString());

        assertThat(leases().takeOver(GAME, RIVAL, HOLDER)).isInstanceOf(Attempt.Acquired.class);
        assertThat(stored(GAME)).contains(HOLDER.toString());
    }

    @Test
    void aLeaseThatFellFreeMeanwhileIsTakenOver() {
        assertThat(leases().takeOver(GAME, RIVAL, HOLDER)).isInstanceOf(Attempt.Acquired.class);
        assertThat(stored(GAME)).contains(HOLDER.toString());
    }

    @Test
    void aLeaseThatAThirdHasMeanwhileIsNotTakenOver() {
        store(GAME, THIRD.toString());

        assertThat(leases().takeOver(GAME, RIVAL, HOLDER)).isEqualTo(new Attempt.HeldBy(THIRD));
        assertThat(stored(GAME)).contains(THIRD.toString());
    }

    private Lease acquire(GameId game, Holder holder) {
        Attempt attempt = leases().tryAcquire(game, holder);
        assertThat(attempt).isInstanceOf(Attempt.Acquired.class);
        return ((Attempt.Acquired) attempt).lease();
    }
}
