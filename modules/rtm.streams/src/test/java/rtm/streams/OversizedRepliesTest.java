package rtm.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rtm.domain.model.JobStream.START_JOBS;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.model.BootId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.GameId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.OperationId;
import rtm.domain.port.GameLeases.Attempt;
import rtm.domain.port.GameLeases.Holder;
import rtm.domain.port.JobStreams;
import rtm.domain.time.Deadline;

/** Replies of any size, read by the real adapter in a process with a small heap. */
class OversizedRepliesTest {

    private static final String HEAP = "-Xmx40m";
    private static final long HUGE = 300L << 20;

    @Test
    void noReplyTakesMoreThanASmallHeap() throws Exception {
        Process reader =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                OversizedRepliesTest.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(reader.getInputStream().readAllBytes(), UTF_8);
        assertThat(reader.waitFor()).as(output).isZero();
        assertThat(output).contains("all replies were read");
    }

    public static void main(String[] arguments) throws Exception {
        try (EndlessRedis server = new EndlessRedis();
                RedisStreams streams =
                        RedisStreams.open(settings(server), InstantSource.system())) {
            server.answer("XREAD", OversizedRepliesTest::oneLargeEntryAndItsNeighbour);
            assertLargeEntry(read(streams));
            server.answer("XREAD", out -> entries(out, 100, 2 << 20));
            List<JobEntry> large = read(streams).of(START_JOBS);
            assertThat(large.size()).isBetween(5, 100);
            assertThat(large.stream().allMatch(JobEntry::tooLarge)).isTrue();
            server.answer("XREAD", out -> entries(out, 128, 200 << 10));
            assertCutShort(read(streams));
            server.answer("XREAD", OversizedRepliesTest::manyFields);
            assertThat(read(streams).of(START_JOBS).stream().map(JobEntry::tooLarge))
                    .containsExactly(true);
            server.answer("XREAD", OversizedRepliesTest::error);
            assertThatThrownBy(() -> read(streams))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(5_000));
            server.answer("XINFO", OversizedRepliesTest::facts);
            assertThat(streams.jobs().facts(START_JOBS).first()).contains(new EntryId(1, 0));
            server.answer("EVALSHA", out -> EndlessRedis.longText(out, HUGE));
            assertThat(streams.jobs().savedOffset(START_JOBS)).isEmpty();
            assertThat(streams.leases().tryAcquire(new GameId("game-1"), holder()))
                    .isEqualTo(new Attempt.HeldByStranger());
            server.answer(
                    "XRANGE",
                    out -> {
                        EndlessRedis.write(out, "*1\r\n");
                        entry(out, HUGE);
                    });
            assertThat(streams.backlog().oldestUnprocessed(START_JOBS)).contains(new EntryId(1, 0));
            server.answer("XREAD", "HTTP/1.1 400 Bad Request\r\n");
            assertThatThrownBy(() -> read(streams))
                    .isInstanceOf(DependencyUnavailableException.class);
            server.answer("XREAD", OversizedRepliesTest::oneLargeEntryAndItsNeighbour);
            assertLargeEntry(readAgain(streams));
        }
        System.out.println("all replies were read");
        System.exit(0);
    }

    private static StreamsSettings settings(EndlessRedis server) {
        return new StreamsSettings(
                "127.0.0.1",
                server.port(),
                "",
                0,
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                new StreamsSettings.StreamKeys("starts", "stops", "results", "health", "intents"));
    }

    private static Holder holder() {
        return new Holder(new BootId(new UUID(0, 1)), new OperationId(new UUID(0, 2)));
    }

    private static JobStreams.Batch read(RedisStreams streams) {
        return streams.jobs().read(Map.of(START_JOBS, EntryId.ZERO), 128, Duration.ofSeconds(10));
    }

    /** The connection that brought garbage is closed, perhaps a moment later. */
    private static JobStreams.Batch readAgain(RedisStreams streams) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10));
        while (true) {
            try {
                return read(streams);
            } catch (DependencyUnavailableException closing) {
                if (deadline.past()) {
                    throw closing;
                }
            }
        }
    }

    private static void assertLargeEntry(JobStreams.Batch read) {
        List<JobEntry> entries = read.of(START_JOBS);
        assertThat(entries).hasSize(2);
        assertThat(entries.getFirst().tooLarge()).isTrue();
        assertThat(entries.getFirst().fields()).contains(new JobEntry.Field("game_id", "game-1"));
        assertThat(entries.getLast())
                .isEqualTo(
                        new JobEntry(
                                START_JOBS,
                                new EntryId(2, 0),
                                List.of(new JobEntry.Field("game_id", "game-2"))));
    }

    private static void assertCutShort(JobStreams.Batch read) {
        assertThat(read.cutShort()).containsExactly(START_JOBS);
        assertThat(read.of(START_JOBS).size()).isBetween(5, 127);
        assertThat(read.of(START_JOBS).stream().noneMatch(JobEntry::tooLarge)).isTrue();
    }

    private static void startOfEntries(OutputStream out, int entries) throws java.io.IOException {
        EndlessRedis.write(out, "*1\r\n*2\r\n");
        EndlessRedis.text(out, "starts");
        EndlessRedis.write(out, "*" + entries + "\r\n");
    }

    private static void oneLargeEntryAndItsNeighbour(OutputStream out) throws java.io.IOException {
        startOfEntries(out, 2);
        entry(out, HUGE);
        EndlessRedis.write(out, "*2\r\n");
        EndlessRedis.text(out, "2-0");
        EndlessRedis.write(out, "*2\r\n");
        EndlessRedis.text(out, "game_id");
        EndlessRedis.text(out, "game-2");
    }

    private static void entry(OutputStream out, long length) throws java.io.IOException {
        EndlessRedis.write(out, "*2\r\n");
        EndlessRedis.text(out, "1-0");
        EndlessRedis.write(out, "*4\r\n");
        EndlessRedis.text(out, "image_ref");
        EndlessRedis.longText(out, length);
        EndlessRedis.text(out, "game_id");
        EndlessRedis.text(out, "game-1");
    }

    private static void entries(OutputStream out, int count, int bytes) throws java.io.IOException {
        startOfEntries(out, count);
        for (int i = 1; i <= count; i++) {
            EndlessRedis.write(out, "*2\r\n");
            EndlessRedis.text(out, i + "-0");
            int fields = Math.min(bytes / 4096, 50);
            EndlessRedis.write(out, "*" + 2 * fields + "\r\n");
            for (int field = 0; field < fields; field++) {
                EndlessRedis.text(out, "f" + field);
                EndlessRedis.longText(out, bytes / fields);
            }
        }
    }

    private static void manyFields(OutputStream out) throws java.io.IOException {
        startOfEntries(out, 1);
        EndlessRedis.write(out, "*2\r\n");
        EndlessRedis.text(out, "1-0");
        EndlessRedis.write(out, "*1000000\r\n");
        for (int i = 0; i < 1_000_000; i++) {
            EndlessRedis.write(out, "$0\r\n\r\n");
        }
    }

    private static void error(OutputStream out) throws java.io.IOException {
        EndlessRedis.write(out, "-ERR ");
        EndlessRedis.bytes(out, HUGE);
        EndlessRedis.write(out, "\r\n");
    }

    private static void facts(OutputStream out) throws java.io.IOException {
        EndlessRedis.write(out, "*4\r\n");
        EndlessRedis.text(out, "length");
        EndlessRedis.write(out, ":1\r\n");
        EndlessRedis.text(out, "first-entry");
        entry(out, HUGE);
    }
}
