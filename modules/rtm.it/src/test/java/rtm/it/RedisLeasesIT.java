package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static rtm.it.RedisFixtures.GAME;
import static rtm.it.RedisFixtures.HOLDER;
import static rtm.it.RedisFixtures.RIVAL;

import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.contract.GameLeasesContract;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.port.GameLeases;
import rtm.domain.port.GameLeases.Attempt;
import rtm.domain.port.GameLeases.Holder;
import rtm.domain.port.GameLeases.Lease;
import rtm.it.server.TcpProxy;
import rtm.streams.RedisStreams;
import rtm.testkit.server.RedisServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisLeasesIT extends GameLeasesContract {

    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final String KEY = "rtmanager:game_lease:game-1";

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final RedisServer server = RedisServer.shared();
    private RedisStreams redis;

    @BeforeAll
    void open() {
        redis = RedisFixtures.open(RedisFixtures.settings(server));
    }

    @AfterAll
    void close() {
        redis.close();
    }

    @BeforeEach
    void reset() {
        server.reset();
    }

    @Override
    protected GameLeases leases() {
        return redis.leases();
    }

    @Override
    protected Optional<String> stored(GameId gameId) {
        return Optional.ofNullable(server.commands().get("rtmanager:game_lease:" + gameId));
    }

    @Override
    protected void store(GameId gameId, String value) {
        server.commands().set("rtmanager:game_lease:" + gameId, value, SetArgs.Builder.px(60_000));
    }

    @Override
    protected void expire(GameId gameId) {
        server.commands().del("rtmanager:game_lease:" + gameId);
    }

    @Test
    void aLeaseRunsOutAtRedisAfterItsTime() {
        leases().tryAcquire(GAME, HOLDER);

        assertThat(server.commands().pttl(KEY)).isBetween(55_000L, 60_000L);
    }

    @Test
    void aLeaseTakenOverRunsForItsWholeTimeAgain() {
        server.commands().set(KEY, RIVAL.toString(), SetArgs.Builder.px(5_000));

        leases().takeOver(GAME, RIVAL, HOLDER);

        assertThat(server.commands().pttl(KEY)).isBetween(55_000L, 60_000L);
    }

    @Test
    void aHolderThatAsksAgainHasItsWholeTime() {
        server.commands().set(KEY, HOLDER.toString(), SetArgs.Builder.px(5_000));

        leases().tryAcquire(GAME, HOLDER);

        assertThat(server.commands().pttl(KEY)).isBetween(55_000L, 60_000L);
    }

    @Test
    void aKeyOfAnotherTypeIsAStrangers() {
        server.commands().lpush(KEY, "x");

        assertThat(leases().tryAcquire(GAME, HOLDER)).isEqualTo(new Attempt.HeldByStranger());
    }

    @Test
    void aLeaseWithoutATimeToLiveGetsOneWhateverItHolds() {
        int before = mended();
        server.commands().lpush(KEY, "x");
        assertThat(leases().tryAcquire(GAME, HOLDER)).isEqualTo(new Attempt.HeldByStranger());
        assertThat(server.commands().pttl(KEY)).isBetween(1L, 60_000L);
        server.commands().del(KEY);
        server.commands().set(KEY, RIVAL.toString());
        assertThat(leases().tryAcquire(GAME, HOLDER)).isEqualTo(new Attempt.HeldBy(RIVAL));
        assertThat(server.commands().pttl(KEY)).isBetween(1L, 60_000L);

        assertThat(leases().tryAcquire(GAME, HOLDER)).isEqualTo(new Attempt.HeldBy(RIVAL));
        assertThat(mended() - before).isEqualTo(2);
    }

    private int mended() {
        return log.lines("WARN", "lease without a time to live got one", "game_id=game-1").size();
    }

    @Test
    void aHeldLeaseOutlivesItsTime() {
        try (TcpProxy proxy = proxy();
                RedisStreams over = over(proxy)) {
            Lease lease = acquire(over, GAME, HOLDER);

            within(SHORT.multipliedBy(3))
                    .during(SHORT.multipliedBy(2))
                    .until(() -> lease.valid() && stored(GAME).isPresent());
        }
    }

    @Test
    void aLeaseThatSomeoneTookAwayTurnsInvalidWithTheNextRenewal() {
        try (TcpProxy proxy = proxy();
                RedisStreams over = over(proxy)) {
            Lease lease = acquire(over, GAME, HOLDER);

            log.forget();
            store(GAME, RIVAL.toString());

            within(SHORT).until(() -> !lease.valid());
            within(SHORT)
                    .until(() -> log.lines("WARN", "lease lost", "game_id=" + GAME).size() == 1);
            lease.close();
            assertThat(stored(GAME)).contains(RIVAL.toString());
        }
    }

    @Test
    void aLeaseBehindACutLinkTurnsInvalidBeforeRedisLetsGo() {
        try (TcpProxy proxy = proxy();
                RedisStreams over = over(proxy)) {
            Lease lease = acquire(over, GAME, HOLDER);
            proxy.cut();

            within(SHORT).until(() -> !lease.valid());

            assertThat(server.commands().pttl(KEY)).isPositive();
            proxy.restore();
            within(SHORT).until(() -> stored(GAME).isEmpty());
            assertThat(lease.valid()).isFalse();
        }
    }

    @Test
    void aLeaseBehindAStalledLinkTurnsInvalidBeforeRedisLetsGo() {
        try (TcpProxy proxy = proxy();
                RedisStreams over = over(proxy)) {
            Lease lease = acquire(over, GAME, HOLDER);
            proxy.stall();

            within(SHORT).until(() -> !lease.valid());

            assertThat(server.commands().pttl(KEY)).isPositive();
        }
    }

    @Test
    void aLeaseOutlastsAShortOutage() {
        try (TcpProxy proxy = proxy();
                RedisStreams over = over(proxy)) {
            Lease lease = acquire(over, GAME, HOLDER);
            proxy.cut();
            within(SHORT).until(() -> proxy.accepted() > 2);
            proxy.restore();

            within(SHORT.multipliedBy(3)).during(SHORT.plusSeconds(1)).until(lease::valid);
        }
    }

    @Test
    void aLeaseWhoseAnswerWasLostIsFreedOnceRedisAnswersAgain() {
        try (TcpProxy proxy = proxy();
                RedisStreams over = over(proxy, Duration.ofSeconds(60))) {
            proxy.dropAnswers();
            assertThatThrownBy(() -> over.leases().tryAcquire(GAME, HOLDER))
                    .isInstanceOf(DependencyUnavailableException.class);
            assertThat(stored(GAME)).contains(HOLDER.toString());

            proxy.restore();

            within(Duration.ofSeconds(5)).until(() -> stored(GAME).isEmpty());
        }
    }

    @Test
    void aHolderThatAsksAgainAfterALostAnswerKeepsIt() {
        try (TcpProxy proxy = proxy();
                RedisStreams over = over(proxy)) {
            proxy.dropAnswers();
            assertThatThrownBy(() -> over.leases().tryAcquire(GAME, HOLDER))
                    .isInstanceOf(DependencyUnavailableException.class);
            proxy.restore();

            List<Lease> held = new ArrayList<>();
            within(Duration.ofSeconds(5))
                    .ignoreException(DependencyUnavailableException.class)
                    .untilAsserted(() -> held.add(acquire(over, GAME, HOLDER)));

            within(SHORT.multipliedBy(3))
                    .during(SHORT)
                    .until(() -> held.getFirst().valid() && stored(GAME).isPresent());
        }
    }

    @Test
    void aLeaseClosedWhileRedisIsAwayIsFreedOnceItIsBack() {
        try (TcpProxy proxy = proxy();
                RedisStreams over = over(proxy, Duration.ofSeconds(60))) {
            Lease lease = acquire(over, GAME, HOLDER);
            proxy.cut();

            lease.close();
            assertThat(stored(GAME)).isPresent();
            proxy.restore();

            within(Duration.ofSeconds(5)).until(() -> stored(GAME).isEmpty());
        }
    }

    @Test
    void aLeaseClosedByACancelledThreadIsFreedAndTheThreadStaysCancelled() throws Exception {
        Lease lease = acquire(redis, GAME, HOLDER);
        Thread cancelled =
                Thread.ofVirtual()
                        .name("cancelled")
                        .unstarted(() -> {
                            Thread.currentThread().interrupt();
                            lease.close();
                            assertThat(Thread.currentThread().isInterrupted()).isTrue();
                        });
        cancelled.start();
        cancelled.join();

        within(Duration.ofSeconds(5)).until(() -> stored(GAME).isEmpty());
    }

    @Test
    void closingTheAdapterFreesWhatIsStillHeld() {
        try (RedisStreams other = RedisFixtures.open(RedisFixtures.settings(server))) {
            acquire(other, GAME, HOLDER);
        }

        assertThat(stored(GAME)).isEmpty();
    }

    @Test
    void ofManyWhoAskAtOnceOneGetsIt() {
        List<Attempt> attempts =
                IntStream.rangeClosed(1, 40)
                        .parallel()
                        .mapToObj(n -> leases().tryAcquire(GAME, RedisFixtures.holder(n)))
                        .toList();

        assertThat(attempts).filteredOn(Attempt.Acquired.class::isInstance).hasSize(1);
        assertThat(attempts).filteredOn(Attempt.HeldBy.class::isInstance).hasSize(39);
    }

    private TcpProxy proxy() {
        return TcpProxy.to(server.host(), server.port());
    }

    private static RedisStreams over(TcpProxy proxy) {
        return over(proxy, SHORT);
    }

    private static RedisStreams over(TcpProxy proxy, Duration ttl) {
        return RedisFixtures.open(RedisFixtures.settings(proxy, Duration.ofMillis(500), ttl));
    }

    private static Lease acquire(RedisStreams streams, GameId game, Holder holder) {
        Attempt attempt = streams.leases().tryAcquire(game, holder);
        assertThat(attempt).isInstanceOf(Attempt.Acquired.class);
        return ((Attempt.Acquired) attempt).lease();
    }

    private static ConditionFactory within(Duration limit) {
        return await().atMost(limit).pollInterval(Duration.ofMillis(10));
    }

    /** Otherwise an operation would begin, and two services would lock the same games. */
    @Test
    void aRedisThatBelongsToAnotherDatabaseGivesNoLease() {
        UUID database = new UUID(1, 1);
        UUID other = new UUID(2, 2);
        try (RedisStreams streams = RedisFixtures.open(RedisFixtures.settings(server))) {
            streams.rememberDatabase(database, false);
            Attempt before = streams.leases().tryAcquire(GAME, HOLDER);
            server.commands().set("rtmanager:database", other.toString());

            assertThatThrownBy(() -> streams.leases().tryAcquire(new GameId("game-2"), HOLDER))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessage(
                            "redis: its offsets and leases belong to database %s, but this database is %s",
                            other, database);
            assertThat(server.commands().exists("rtmanager:game_lease:game-2")).isZero();
            assertThat(before).isInstanceOf(Attempt.Acquired.class);

            server.commands().del("rtmanager:database");
            assertThat(streams.leases().tryAcquire(new GameId("game-2"), HOLDER))
                    .isInstanceOf(Attempt.Acquired.class);
        }
    }
}
