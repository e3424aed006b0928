package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static rtm.it.RedisFixtures.EVENTS;
import static rtm.it.RedisFixtures.NOW;
import static rtm.it.RedisFixtures.RESULTS;

import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.contract.EventStreamsContract;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;
import rtm.domain.port.EventStreams;
import rtm.domain.port.EventStreams.StreamRefusedException;
import rtm.it.server.TcpProxy;
import rtm.streams.RedisStreams;
import rtm.testkit.server.RedisServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisEventStreamsIT extends EventStreamsContract {

    private static final String PUBLISHED = "rtmanager:outbox:published";

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
    protected EventStreams streams() {
        return redis.events();
    }

    @Override
    protected List<SequencedMap<String, String>> entries(String stream) {
        return server.commands().xrange(stream, Range.unbounded()).stream()
                .map(StreamMessage::getBody)
                .<SequencedMap<String, String>>map(LinkedHashMap::new)
                .toList();
    }

    @Override
    protected void refuseWrites(String stream) {
        server.commands().set(stream, "no stream");
    }

    @Override
    protected void acceptWrites(String stream) {
        server.commands().del(stream);
    }

    @Test
    void whatIsPublishedAgainAfterItsAnswerWasLostIsThereOnce() {
        try (TcpProxy proxy = TcpProxy.to(server.host(), server.port());
                RedisStreams over = open(proxy, Duration.ofMillis(500))) {
            over.events().publish(List.of(message(1)));
            proxy.dropAnswers();
            assertThatThrownBy(() -> over.events().publish(List.of(message(2), message(3))))
                    .isInstanceOf(DependencyUnavailableException.class);
            assertThat(entries(RESULTS)).hasSize(3);
            assertThat(log.lines("WARN", "redis does not answer", "within 500 ms")).hasSize(1);

            proxy.restore();
            publishUntilAnswered(over, List.of(message(2), message(3), message(4)));

            assertThat(entries(RESULTS))
                    .extracting(entry -> entry.get("number"))
                    .containsExactly("1", "2", "3", "4");
        }
    }

    @Test
    void aMessageUnderWayWhenTheLinkBreaksIsNotSentAgainBehindTheCallersBack() {
        try (TcpProxy proxy = TcpProxy.to(server.host(), server.port());
                RedisStreams over = open(proxy, Duration.ofSeconds(5))) {
            over.events().publish(List.of(message(1)));
            proxy.dropAnswers();
            Thread publisher =
                    Thread.ofVirtual()
                            .name("publisher")
                            .start(() -> publishAndFail(over, List.of(message(2))));
            await().until(() -> entries(RESULTS).size() == 2);

            proxy.restore();

            await().until(() -> !publisher.isAlive());
            assertThat(log.lines("WARN", "redis does not answer", "the connection was closed"))
                    .hasSize(1);
            publishUntilAnswered(over, List.of(message(3)));
            assertThat(entries(RESULTS)).hasSize(3);
        }
    }

    private static void publishAndFail(RedisStreams streams, List<OutboxMessage> messages) {
        assertThatThrownBy(() -> streams.events().publish(messages))
                .isInstanceOf(DependencyUnavailableException.class);
    }

    private static void publishUntilAnswered(RedisStreams streams, List<OutboxMessage> messages) {
        await().atMost(Duration.ofSeconds(5))
                .ignoreException(DependencyUnavailableException.class)
                .untilAsserted(() -> streams.events().publish(messages));
    }

    @Test
    void aServerOutOfMemoryIsUnavailableAndForgetsTheIds() {
        streams().publish(List.of(message(1)));
        server.commands().configSet("maxmemory", "1");

        assertThatThrownBy(() -> streams().publish(List.of(message(2))))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("its memory is full: OOM");
        server.commands().configSet("maxmemory", "0");
        streams().publish(List.of(message(2)));

        assertThat(entries(RESULTS)).hasSize(2);
    }

    @Test
    void aRefusedMessageLeavesNoIdBehind() {
        refuseWrites(RESULTS);

        assertThatThrownBy(() -> streams().publish(List.of(message(1))))
                .isInstanceOf(StreamRefusedException.class)
                .hasMessageContaining("WRONGTYPE");

        assertThat(server.commands().exists(PUBLISHED)).isZero();
    }

    /** The messages stay in the outbox of their own database. */
    @Test
    void aRedisThatBelongsToAnotherDatabaseTakesNoMessage() {
        UUID database = new UUID(1, 1);
        UUID other = new UUID(2, 2);
        try (RedisStreams own =
                RedisStreams.open(RedisFixtures.settings(server), InstantSource.fixed(NOW))) {
            own.rememberDatabase(database, false);
            server.commands().set("rtmanager:database", other.toString());

            assertThatThrownBy(() -> own.events().publish(List.of(message(1))))
                    .isInstanceOf(StreamRefusedException.class)
                    .hasMessage(
                            "%s: its offsets and leases belong to database %s, but this database is %s",
                            RESULTS, other, database);
            assertThat(server.commands().exists(RESULTS, PUBLISHED)).isZero();

            server.commands().set("rtmanager:database", database.toString());
            own.events().publish(List.of(message(1)));
            assertThat(entries(RESULTS)).hasSize(1);
        }
    }

    @Test
    void idsAreKeptWithTheirTimeAndForgottenAfterADay() {
        streams().publish(List.of(message(1)));
        assertThat(server.commands().zscore(PUBLISHED, message(1).id().toString()))
                .isEqualTo((double) NOW.toEpochMilli());

        publishAt(Duration.ofDays(1), message(2));
        assertThat(server.commands().zcard(PUBLISHED)).isEqualTo(2);

        publishAt(Duration.ofDays(1).plusMillis(1), message(3));
        assertThat(server.commands().zrange(PUBLISHED, 0, -1))
                .containsExactlyInAnyOrder(message(2).id().toString(), message(3).id().toString());
    }

    private void publishAt(Duration later, OutboxMessage message) {
        try (RedisStreams then =
                RedisStreams.open(
                        RedisFixtures.settings(server), InstantSource.fixed(NOW.plus(later)))) {
            then.events().publish(List.of(message));
        }
    }

    @Test
    void aLargeBatchGoesInOneCall() {
        streams().publish(IntStream.range(0, 1000).mapToObj(RedisEventStreamsIT::message).toList());

        assertThat(entries(RESULTS)).hasSize(1000);
        assertThat(entries(RESULTS).getLast()).containsEntry("number", "999");
    }

    @Test
    void theScriptIsSentAgainAfterRedisForgotIt() {
        streams().publish(List.of(message(1)));
        server.commands().scriptFlush();

        streams().publish(List.of(message(2)));

        assertThat(entries(RESULTS)).hasSize(2);
    }

    @Test
    void aBatchOfTwoStreamsIsADefectOfTheCaller() {
        OutboxMessage other =
                new OutboxMessage(message(2).id(), EVENTS, RedisFixtures.GAME, message(2).fields());

        assertThatThrownBy(() -> streams().publish(List.of(message(1), other)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(entries(RESULTS)).isEmpty();
    }

    private static RedisStreams open(TcpProxy proxy, Duration timeout) {
        return RedisFixtures.open(RedisFixtures.settings(proxy, timeout, Duration.ofSeconds(60)));
    }

    private static OutboxMessage message(int number) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("number", Integer.toString(number));
        return new OutboxMessage(
                new MessageId(new UUID(0x1D, number)), RESULTS, RedisFixtures.GAME, fields);
    }
}
