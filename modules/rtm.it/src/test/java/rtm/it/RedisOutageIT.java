package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static rtm.it.RedisFixtures.HOLDER;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.StreamOffset;
import rtm.domain.port.JobStreams.Batch;
import rtm.it.server.TcpProxy;
import rtm.streams.RedisStreams;
import rtm.testkit.server.RedisServer;

class RedisOutageIT {

    private static final Duration PROMISED = Duration.ofSeconds(5);
    private static final Map<JobStream, EntryId> FROM_THE_START =
            Map.of(JobStream.START_JOBS, EntryId.ZERO, JobStream.STOP_JOBS, EntryId.ZERO);

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final RedisServer server = RedisServer.shared();
    private TcpProxy proxy;
    private RedisStreams redis;

    @BeforeEach
    void open() {
        server.reset();
        proxy = TcpProxy.to(server.host(), server.port());
        redis = over(proxy, Duration.ofSeconds(1));
    }

    private static RedisStreams over(TcpProxy proxy, Duration timeout) {
        return RedisFixtures.open(RedisFixtures.settings(proxy, timeout, Duration.ofSeconds(60)));
    }

    @AfterEach
    void close() {
        redis.close();
        proxy.close();
    }

    /** A use of Redis, with a name to be shown. */
    record Use(String name, Consumer<RedisStreams> call) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Use> uses() {
        return Stream.of(
                new Use("the check", streams -> streams.check().check()),
                new Use(
                        "reading",
                        streams -> streams.jobs().read(FROM_THE_START, 1, Duration.ofMillis(20))),
                new Use("the facts", streams -> streams.jobs().facts(JobStream.START_JOBS)),
                new Use(
                        "saving an offset",
                        streams ->
                                streams.jobs()
                                        .saveOffset(
                                                JobStream.STOP_JOBS,
                                                StreamOffset.at(new EntryId(1, 1)))),
                new Use("publishing", streams -> streams.events().publish(List.of(message()))),
                new Use(
                        "a lease",
                        streams -> streams.leases().tryAcquire(RedisFixtures.GAME, HOLDER)));
    }

    private static OutboxMessage message() {
        return new OutboxMessage(
                new MessageId(new UUID(1, 1)),
                RedisFixtures.RESULTS,
                RedisFixtures.GAME,
                new LinkedHashMap<>(Map.of("a", "b")));
    }

    @ParameterizedTest
    @MethodSource("uses")
    void whileTheLinkIsCutACallFailsSoonAndAfterwardsWorksWithinFiveSeconds(Use use) {
        use.call().accept(redis);
        proxy.cut();
        failsForAWhile(use);

        proxy.restore();

        worksWithin(PROMISED, use, redis);
    }

    @ParameterizedTest
    @MethodSource("uses")
    void whileTheLinkIsStalledACallEndsByItsDeadlineAndAfterwardsWorksWithinFiveSeconds(Use use) {
        use.call().accept(redis);
        proxy.stall();
        failsForAWhile(use);

        proxy.restore();

        worksWithin(PROMISED, use, redis);
    }

    /** Some calls, each within its deadline: the last meets a connection that is made anew. */
    private void failsForAWhile(Use use) {
        for (int i = 0; i < 3; i++) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> use.call().accept(redis))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageStartingWith("redis: ");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofMillis(2900));
        }
        assertThat(log.lines("WARN", "redis does not answer")).as("told once").hasSize(1);
    }

    private static void worksWithin(Duration limit, Use use, RedisStreams streams) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(100))
                .ignoreException(DependencyUnavailableException.class)
                .untilAsserted(() -> use.call().accept(streams));
    }

    @Test
    void withTheUsualTimeoutEveryUseWorksWithinFiveSecondsAfterAStall() {
        try (RedisStreams usual = over(proxy, Duration.ofSeconds(2))) {
            proxy.stall();
            List<CompletableFuture<Void>> failing =
                    uses().map(use -> CompletableFuture.runAsync(() -> failThrice(use, usual)))
                            .toList();
            failing.forEach(CompletableFuture::join);

            proxy.restore();

            long restored = System.nanoTime();
            uses().forEach(use -> worksWithin(PROMISED, use, usual));
            assertThat(Duration.ofNanos(System.nanoTime() - restored)).isLessThan(PROMISED);
        }
    }

    private static void failThrice(Use use, RedisStreams streams) {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> use.call().accept(streams))
                    .isInstanceOf(DependencyUnavailableException.class);
        }
    }

    @Test
    void afterAFailoverBehindTheAddressEveryUseWorksWithinFiveSeconds() {
        try (RedisServer first = RedisServer.start();
                RedisServer second = RedisServer.start();
                TcpProxy address = TcpProxy.to(first.host(), first.port());
                RedisStreams streams = over(address, Duration.ofSeconds(1))) {
            second.replicate(first);
            uses().forEach(use -> use.call().accept(streams));
            second.awaitOffsetOf(first);
            second.commands().replicaofNoOne();
            first.replicate(second);
            assertThatThrownBy(() ->
                            streams.jobs()
                                    .saveOffset(
                                            JobStream.STOP_JOBS,
                                            StreamOffset.at(new EntryId(2, 1))))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("replica");

            address.leadTo(second.host(), second.port());

            uses().forEach(use -> worksWithin(PROMISED, use, streams));
            assertThat(log.lines("WARN", "redis refuses work")).hasSize(1);
        }
    }

    @Test
    void aPasswordThatWasRotatedIsToldWhenTheConnectionsAreLost() {
        try (RedisServer own = RedisServer.start();
                TcpProxy link = TcpProxy.to(own.host(), own.port());
                RedisStreams streams = over(link, Duration.ofSeconds(1))) {
            uses().forEach(use -> use.call().accept(streams));
            own.commands().configSet("requirepass", "another");
            link.breakAll();

            await().atMost(PROMISED)
                    .untilAsserted(() ->
                            assertThatThrownBy(() -> streams.check().check())
                                    .hasMessageContaining("it refuses the password: WRONGPASS"));

            assertThat(log.lines("WARN", "redis refuses work", "WRONGPASS")).hasSize(1);
            own.commands().configSet("requirepass", RedisServer.PASSWORD);
            uses().forEach(use -> worksWithin(PROMISED, use, streams));
        }
    }

    /** The connections are closed for it, under calls that are in progress. */
    @Test
    void whileTheServerRefusesTheWorkEveryFailureNamesTheRefusal() {
        redis.check().check();
        server.commands().configSet("min-replicas-to-write", "3");
        try {
            Set<String> failures = ConcurrentHashMap.newKeySet();
            CompletableFuture.allOf(
                            uses().map(use ->
                                            CompletableFuture.runAsync(
                                                    () -> collect(failures, use),
                                                    Executors.newVirtualThreadPerTaskExecutor()))
                                    .toArray(CompletableFuture[]::new))
                    .join();

            assertThat(failures).isNotEmpty().allMatch(text -> text.contains("too few replicas"));
        } finally {
            server.commands().configSet("min-replicas-to-write", "0");
        }
    }

    private void collect(Set<String> failures, Use use) {
        for (int time = 0; time < 200; time++) {
            try {
                use.call().accept(redis);
            } catch (DependencyUnavailableException refused) {
                failures.add(refused.text());
            }
        }
    }

    @Test
    void whatTheReaderIsRefusedMakesTheCheckFailUntilItReadsAgain() {
        try (RedisServer own = RedisServer.start();
                RedisStreams streams = RedisFixtures.open(RedisFixtures.settings(own))) {
            own.commands()
                    .aclSetuser("default", AclSetuserArgs.Builder.removeCommand(CommandType.XINFO));
            assertThatThrownBy(() -> streams.jobs().facts(JobStream.START_JOBS))
                    .hasMessageContaining("NOPERM");
            assertThatThrownBy(() -> streams.check().check()).hasMessageContaining("NOPERM");

            own.commands()
                    .aclSetuser("default", AclSetuserArgs.Builder.addCommand(CommandType.XINFO));
            streams.jobs().facts(JobStream.START_JOBS);
            streams.jobs().read(FROM_THE_START, 1, Duration.ofMillis(20));

            // The look at the rights is repeated once a second.
            await().atMost(Duration.ofSeconds(3))
                    .ignoreExceptions()
                    .untilAsserted(() -> streams.check().check());
        }
    }

    @Test
    void aReadThatWaitsWhenTheLinkIsCutFailsAtOnce() {
        var reading = readInBackground();
        awaitWaitingReader();

        proxy.cut();

        await().atMost(Duration.ofSeconds(2)).until(reading::isDone);
        assertThatThrownBy(reading::join).hasCauseInstanceOf(DependencyUnavailableException.class);
    }

    @Test
    void aReadThatWaitsOnAStalledLinkIsWokenAllTheSame() {
        var reading = readInBackground();
        awaitWaitingReader();
        proxy.stall();

        redis.jobs().wake();

        assertThat(reading.join().entries()).isEmpty();
    }

    @Test
    void aReadThatWaitsKeepsNoOtherCallWaiting() {
        var reading = readInBackground();
        awaitWaitingReader();

        redis.check().check();
        redis.events().publish(List.of(message()));

        assertThat(reading).isNotDone();
        redis.jobs().wake();
        assertThat(reading.join().entries()).isEmpty();
    }

    @Test
    void closingEndsAReadThatWaits() {
        var reading = readInBackground();
        awaitWaitingReader();

        redis.close();

        assertThatThrownBy(reading::join).hasCauseInstanceOf(DependencyUnavailableException.class);
    }

    private CompletableFuture<Batch> readInBackground() {
        return CompletableFuture.supplyAsync(
                () -> redis.jobs().read(FROM_THE_START, 1, Duration.ofSeconds(30)),
                Thread.ofVirtual().name("reader-", 0)::start);
    }

    private void awaitWaitingReader() {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> server.commands().clientList().contains("flags=b"));
    }
}
