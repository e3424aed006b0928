package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static rtm.domain.model.JobStream.START_JOBS;
import static rtm.domain.model.JobStream.STOP_JOBS;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.contract.JobStreamsContract;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobEntry.Field;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;
import rtm.domain.port.JobBacklog;
import rtm.domain.port.JobStreams;
import rtm.domain.port.JobStreams.StreamFacts;
import rtm.streams.RedisStreams;
import rtm.streams.StreamsSettings;
import rtm.testkit.server.RedisServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisJobStreamsIT extends JobStreamsContract {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Map<JobStream, EntryId> FROM_THE_START =
            Map.of(START_JOBS, EntryId.ZERO, STOP_JOBS, EntryId.ZERO);

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
        assertThat(log.lines())
                .allMatch(line -> line.contains("ignoring unreadable saved stream offset"));
    }

    @BeforeEach
    void reset() {
        server.reset();
    }

    @Override
    protected JobStreams streams() {
        return redis.jobs();
    }

    @Override
    protected JobBacklog backlog() {
        return redis.backlog();
    }

    @Override
    protected EntryId add(JobStream stream, List<Field> fields) {
        Object[] body =
                fields.stream().flatMap(field -> Stream.of(field.name(), field.value())).toArray();
        return EntryId.parse(server.commands().xadd(streams().key(stream), body));
    }

    @Override
    protected void trimBelow(JobStream stream, EntryId id) {
        server.commands()
                .xtrim(
                        streams().key(stream),
                        XTrimArgs.Builder.minId(id.toString()).exactTrimming());
    }

    @Override
    protected void delete(JobStream stream) {
        server.commands().del(streams().key(stream));
    }

    @Override
    protected void spoilOffset(JobStream stream) {
        server.commands().set("rtmanager:stream_offsets:stopjobs", "12-x");
    }

    @Override
    protected void awaitWaitingReader() {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> server.commands().clientList().contains("flags=b"));
    }

    @Test
    void offsetsAreSavedWhereTheRunbookLooksForThem() {
        streams().saveOffset(START_JOBS, StreamOffset.at(new EntryId(17, 3)));
        streams().saveOffset(STOP_JOBS, StreamOffset.at(new EntryId(18, 0)));

        assertThat(server.commands().get("rtmanager:stream_offsets:startjobs")).isEqualTo("17-3");
        assertThat(server.commands().get("rtmanager:stream_offsets:stopjobs")).isEqualTo("18-0");
    }

    @Test
    void brokenUtf8IsReadWithReplacements() {
        CommandArgs<String, String> arguments =
                new CommandArgs<>(StringCodec.UTF8)
                        .add("runtime:start_jobs")
                        .add("*")
                        .add("game_id")
                        .add(new byte[] {'g', (byte) 0xff, (byte) 0xfe})
                        .add(new byte[] {(byte) 0xc3})
                        .add("");
        server.commands()
                .dispatch(CommandType.XADD, new StatusOutput<>(StringCodec.UTF8), arguments);

        assertThat(streams().read(FROM_THE_START, 10, LONG).of(START_JOBS))
                .extracting(JobEntry::fields)
                .containsExactly(
                        List.of(new Field("game_id", "g\uFFFD\uFFFD"), new Field("\uFFFD", "")));
    }

    @Test
    void aValueTooLongToBeValidIsCut() {
        add(START_JOBS, List.of(new Field("game_id", "9".repeat(1 << 20))));

        assertThat(streams().read(FROM_THE_START, 10, LONG).of(START_JOBS))
                .flatExtracting(JobEntry::fields)
                .singleElement()
                .satisfies(field ->
                        assertThat(field.value()).hasSizeLessThan(5_000).endsWith("(cut)"));
    }

    @Test
    void thousandsOfEntriesAreReadInOneCall() {
        for (int i = 0; i < 3000; i++) {
            add(STOP_JOBS, List.of(new Field("n", Integer.toString(i))));
        }

        assertThat(streams().read(FROM_THE_START, 3000, LONG).of(STOP_JOBS))
                .hasSize(3000)
                .isSortedAccordingTo((one, other) -> one.id().compareTo(other.id()));
    }

    @Test
    void manyReadsOneAfterTheOtherAreWokenOnceEach() {
        for (int i = 0; i < 30; i++) {
            var reading =
                    CompletableFuture.supplyAsync(() -> streams().read(FROM_THE_START, 10, LONG));
            while (!reading.isDone()) {
                streams().wake();
            }
            assertThat(reading.join().entries()).isEmpty();
        }
    }

    @Test
    void anInterruptedReadEndsAtOnceAndLeavesTheFlag() {
        AtomicBoolean flag = new AtomicBoolean();
        Thread reader =
                Thread.ofVirtual()
                        .name("reader")
                        .start(() -> {
                            try {
                                streams().read(FROM_THE_START, 10, LONG);
                            } catch (DependencyUnavailableException cancelled) {
                                flag.set(Thread.currentThread().isInterrupted());
                            }
                        });
        awaitWaitingReader();

        reader.interrupt();

        await().atMost(Duration.ofSeconds(2)).until(() -> !reader.isAlive());
        assertThat(flag).isTrue();
        assertThat(streams().read(FROM_THE_START, 10, Duration.ofMillis(10)).entries()).isEmpty();
    }

    @Test
    void aKeyOfAnotherTypeIsToldInRedisWordsAndMends() {
        server.commands().set("runtime:start_jobs", "no stream");
        assertThatThrownBy(() -> streams().read(FROM_THE_START, 10, LONG))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("WRONGTYPE");

        server.commands().del("runtime:start_jobs");

        assertThat(streams().read(FROM_THE_START, 10, Duration.ofMillis(10)).entries()).isEmpty();
    }

    @Test
    void factsOfAStreamThatWasEmptiedKeepItsLastIdAndItsCount() {
        EntryId last = add(START_JOBS, List.of(new Field("n", "1")));
        server.commands().xtrim("runtime:start_jobs", 0);

        assertThat(streams().facts(START_JOBS))
                .isEqualTo(new StreamFacts(true, 0, last, Optional.empty(), OptionalLong.of(1)));
    }

    @Test
    void theOffsetOfEachStreamIsKeptByItsName() {
        StreamOffset first = new StreamOffset(new EntryId(17, 3), OptionalLong.of(4));
        streams().saveOffset(START_JOBS, first);
        StreamsSettings settings = RedisFixtures.settings(server);
        try (RedisStreams renamed =
                RedisFixtures.open(RedisFixtures.withStartJobs(settings, "other:jobs"))) {
            assertThat(renamed.jobs().savedOffset(START_JOBS)).isEmpty();
            renamed.jobs().saveOffset(START_JOBS, StreamOffset.at(new EntryId(99, 0)));
        }

        assertThat(server.commands().get("rtmanager:stream_offsets:startjobs")).isEqualTo("99-0");
        assertThat(server.commands().hgetall("rtmanager:stream_offsets:startjobs:by_name"))
                .isEqualTo(Map.of("runtime:start_jobs", "17-3", "other:jobs", "99-0"));
        assertThat(streams().savedOffset(START_JOBS)).contains(first);
    }

    @Test
    void anOffsetOfAnEarlierVersionOrOfAnOperatorCounts() {
        server.commands().set("rtmanager:stream_offsets:startjobs", "5-0");
        assertThat(streams().savedOffset(START_JOBS)).contains(StreamOffset.at(new EntryId(5, 0)));

        streams().saveOffset(START_JOBS, new StreamOffset(new EntryId(17, 3), OptionalLong.of(4)));
        server.commands().set("rtmanager:stream_offsets:startjobs", "6-0");
        assertThat(streams().savedOffset(START_JOBS)).contains(StreamOffset.at(new EntryId(6, 0)));
    }

    @Test
    void entriesOfAnySizeAroundTheStreamAreNotHeld() {
        server.commands()
                .eval(
                        "for i = 1, 2 do redis.call('XADD', KEYS[1], i .. '-0', 'v',"
                                + " string.rep('x', 20971520)) end",
                        ScriptOutputType.STATUS,
                        "runtime:start_jobs");

        assertThat(streams().facts(START_JOBS).first()).contains(new EntryId(1, 0));
        assertThat(redis.backlog().oldestUnprocessed(START_JOBS)).contains(new EntryId(1, 0));
        assertThat(streams().read(FROM_THE_START, 10, LONG).of(START_JOBS))
                .extracting(JobEntry::tooLarge)
                .containsExactly(true, true);
    }

    @Test
    void afterRedisLostItsDataTheStreamIsAbsent() {
        add(START_JOBS, List.of(new Field("n", "1")));
        streams().saveOffset(START_JOBS, StreamOffset.at(new EntryId(1, 1)));

        server.commands().flushall();

        assertThat(streams().facts(START_JOBS)).isEqualTo(StreamFacts.ABSENT);
        assertThat(streams().savedOffset(START_JOBS)).isEmpty();
    }
}
