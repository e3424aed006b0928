package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
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

    @Test
    void ofManyThatAreAskedForAtOnceEachIsTakenOrRefusedByItself() throws Exception {
        List<GameId> games = IntStream.range(0, 40).mapToObj(i -> new GameId("game-" + i)).toList();
        store(games.get(3), RIVAL.toString());
        store(games.get(4), "mine");

        List<Attempt> attempts = atOnce(games, game -> leases().tryAcquire(game, HOLDER));

        assertThat(attempts.get(3)).isEqualTo(new Attempt.HeldBy(RIVAL));
        assertThat(attempts.get(4)).isEqualTo(new Attempt.HeldByStranger());
        List<Lease> taken =
                attempts.stream()
                        .filter(Attempt.Acquired.class::isInstance)
                        .map(attempt -> ((Attempt.Acquired) attempt).lease())
                        .toList();
        assertThat(taken).hasSize(games.size() - 2);
        assertThat(stored(games.get(7))).contains(HOLDER.toString());

        atOnce(
                taken,
                lease -> {
                    lease.close();
                    return lease;
                });

        assertThat(stored(games.get(3))).contains(RIVAL.toString());
        assertThat(games.stream().filter(game -> stored(game).isPresent())).hasSize(2);
    }

    private static <T, R> List<R> atOnce(List<T> all, Function<T, R> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads
                    .invokeAll(
                            all.stream().<Callable<R>>map(each -> () -> work.apply(each)).toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }

    private Lease acquire(GameId game, Holder holder) {
        Attempt attempt = leases().tryAcquire(game, holder);
        assertThat(attempt).isInstanceOf(Attempt.Acquired.class);
        return ((Attempt.Acquired) attempt).lease();
    }
}
