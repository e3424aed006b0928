package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;
import rtm.workers.loop.Intervals;

/** Streams that were trimmed, lost or unreachable while they were read. */
class TrimmedStreamTest {

    private static final String DISCONTINUITIES = "rtmanager.jobs.stream_discontinuities";

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private WorkersWorld world;

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
    }

    @AfterEach
    void close() throws InterruptedException {
        world.close();
    }

    @Test
    void theFirstBootLogsHowManyEntriesItFinds() throws Exception {
        world.start("chess");
        EntryId last = world.start("go");
        world.process().start();
        awaitOffset(JobStream.START_JOBS, last);
        assertThat(log.lines("WARN", "no offset is saved", "start-jobs-consumer", "entries=2"))
                .hasSize(1);
        assertThat(log.lines("WARN", "no offset is saved", "stop-jobs-consumer")).isEmpty();
    }

    @Test
    void aStreamYoungerThanItsOffsetIsReadFromItsBeginningAtBoot() throws Exception {
        world.streams.saveOffset(JobStream.START_JOBS, StreamOffset.at(new EntryId(1_000, 0)));
        EntryId last = world.start("chess");
        TestProcess process = world.process().start();
        world.awaitResults(1);
        awaitOffset(JobStream.START_JOBS, last);
        assertThat(process.counted(DISCONTINUITIES, "younger")).isEqualTo(1);
        assertThat(log.lines("WARN", "younger than its offset", "offset=1000-0", "entries=1"))
                .hasSize(1);
    }

    @Test
    void theSavedOffsetFollowsAYoungerStreamBeforeAnyOfItsJobsIsDone() throws Exception {
        world.streams.saveOffset(JobStream.STOP_JOBS, StreamOffset.at(new EntryId(1_000, 0)));
        world.process().start();
        awaitOffset(JobStream.STOP_JOBS, EntryId.ZERO);
    }

    @Test
    void aStreamThatIsLostWhileItIsReadIsReadFromItsBeginning() throws Exception {
        addAt(1_000, "chess");
        TestProcess process = world.process().start();
        world.awaitResults(1);
        world.streams.delete(JobStream.START_JOBS);
        EntryId fresh = world.start("go");
        world.awaitResults(2);
        awaitOffset(JobStream.START_JOBS, fresh);
        assertThat(process.counted(DISCONTINUITIES, "younger")).isEqualTo(1);
    }

    @Test
    void aStreamThatIsDeletedAndCreatedAgainWhileTheServiceStandsStillIsLogged() throws Exception {
        Pause standing = new Pause();
        AtomicBoolean stands = new AtomicBoolean();
        TestProcess process = world.process();
        process.gate.before((call, arguments) -> {
            if (stands.get()
                    && call.equals("JobStreams.facts")
                    && arguments[0] == JobStream.START_JOBS) {
                standStill(standing);
            }
        });
        world.start("chess");
        process.start();
        world.awaitResults(1);
        stands.set(true);
        standing.awaitReached();
        world.start("lost");
        world.streams.deleteKey(JobStream.START_JOBS);
        EntryId there = world.start("go");
        standing.release();
        awaitOffset(JobStream.START_JOBS, there);
        world.awaitResults(2);
        assertThat(world.results()).containsExactly("chess done", "go done");
        assertThat(process.counted(DISCONTINUITIES, "recreated")).isEqualTo(1);
        assertThat(
                        log.lines(
                                "WARN",
                                "stream was deleted and created again",
                                "added=1",
                                "entries=1"))
                .hasSize(1);
    }

    @Test
    void aJobOfALostStreamIsDoneAndDoesNotMoveTheOffsetOfTheNewOne() throws Exception {
        TestProcess process = world.process();
        List<Object> saved = new CopyOnWriteArrayList<>();
        process.gate.before((call, arguments) -> {
            if (call.equals("JobStreams.saveOffset")) {
                saved.add(arguments[1]);
            }
        });
        Pause hold = world.daemon.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        EntryId lost = addAt(1_000, "old");
        process.start();
        hold.awaitReached();
        world.streams.delete(JobStream.START_JOBS);
        awaitOffset(JobStream.START_JOBS, world.start("new"));
        hold.release();
        world.awaitResults(2);
        awaitOffset(JobStream.START_JOBS, world.start("next"));
        world.awaitResults(3);
        assertThat(world.results()).containsExactly("new done", "old done", "next done");
        assertThat(saved).isNotEmpty().doesNotContain(lost);
    }

    @Test
    void aLossFoundJustBeforeAnotherOutageOfRedisIsNotForgotten() throws Exception {
        TestProcess process =
                world.process(slowInspection(), WorkersWorld.settings(32, Duration.ZERO));
        world.streams.saveOffset(JobStream.START_JOBS, StreamOffset.at(new EntryId(1_000, 0)));
        AtomicBoolean away = new AtomicBoolean(true);
        process.gate.before((call, arguments) -> {
            if (call.equals("JobStreams.facts")
                    && arguments[0] == JobStream.STOP_JOBS
                    && away.getAndSet(false)) {
                throw new DependencyUnavailableException(Dependency.REDIS, "away", null);
            }
        });
        process.start();
        awaitOffset(JobStream.START_JOBS, EntryId.ZERO);
        assertThat(process.counted(DISCONTINUITIES, "younger")).isEqualTo(1);
    }

    @Test
    void trimmedEntriesAreLoggedOnceAndTheRestIsRead() throws Exception {
        world.start("gone");
        EntryId there = world.start("chess");
        world.streams.trimBelow(JobStream.START_JOBS, there);
        TestProcess process = world.process().start();
        world.awaitResults(1);
        world.start("go");
        world.awaitResults(2);
        assertThat(world.results()).containsExactly("chess done", "go done");
        assertThat(process.counted(DISCONTINUITIES, "trimmed")).isEqualTo(1);
        assertThat(log.lines("WARN", "entries were removed before they were read", "lost=1"))
                .hasSize(1);
    }

    @Test
    void entriesTrimmedAfterTheyWereReadAreNoLoss() throws Exception {
        world.start("chess");
        EntryId last = world.start("go");
        TestProcess process = world.process().start();
        awaitOffset(JobStream.START_JOBS, last);
        world.streams.trimBelow(JobStream.START_JOBS, last);
        EntryId next = world.start("hex");
        awaitOffset(JobStream.START_JOBS, next);
        assertThat(process.counted(DISCONTINUITIES, "trimmed")).isZero();
    }

    @Test
    void entriesThatWereDeletedOrTrimmedUnreadAreCountedAndReportedOnceAcrossBoots()
            throws Exception {
        EntryId first = world.start("chess");
        TestProcess process = world.process().start();
        awaitOffset(JobStream.START_JOBS, first);
        process.kill();
        EntryId deleted = world.start("deleted");
        world.start("trimmed");
        world.streams.remove(JobStream.START_JOBS, deleted);
        world.streams.trimBelow(JobStream.START_JOBS, new EntryId(1_000, 0));

        TestProcess next = world.process().start();
        world.await("the line", () -> !log.lines("before they were read", "lost=2").isEmpty());
        world.await(
                "the saved number",
                () ->
                        world.streams
                                .savedOffset(JobStream.START_JOBS)
                                .flatMap(offset -> offset.added().stream().boxed().findFirst())
                                .filter(added -> added == 3)
                                .isPresent());
        next.kill();
        world.process().start();
        awaitOffset(JobStream.START_JOBS, world.start("go"));

        assertThat(log.lines("before they were read")).hasSize(1);
    }

    @Test
    void aStreamThatWasReadWholeAndDeletedIsNoLoss() throws Exception {
        addAt(1_000, "chess");
        TestProcess process = world.process().start();
        awaitOffset(JobStream.START_JOBS, addAt(2_000, "go"));
        world.streams.delete(JobStream.START_JOBS);
        awaitOffset(JobStream.START_JOBS, addAt(3_000, "hex"));
        awaitOffset(JobStream.START_JOBS, addAt(4_000, "nim"));
        assertThat(process.counted(DISCONTINUITIES, "trimmed")).isZero();
        assertThat(log.lines("before they were read")).isEmpty();
    }

    @Test
    void readingContinuesAfterAnOutageOfRedisThatIsLoggedOnce() throws Exception {
        world.process().start();
        world.start("chess");
        world.awaitResults(1);
        world.streams.unavailable(true);
        world.await("tries", () -> log.lines("job streams cannot be read").size() > 20);
        EntryId last = world.start("go");
        world.streams.unavailable(false);
        world.awaitResults(2);
        awaitOffset(JobStream.START_JOBS, last);
        assertThat(log.lines("WARN", "job streams cannot be read")).hasSize(1);
        world.await("its end", () -> log.lines("INFO", "streams are read again").size() == 1);
    }

    @Test
    void afterAnOutageTheStreamsAreInspectedAtOnce() throws Exception {
        addAt(1_000, "chess");
        world.process(slowInspection(), WorkersWorld.settings(32, Duration.ZERO)).start();
        world.awaitResults(1);
        world.streams.unavailable(true);
        world.await("the outage", () -> !log.lines("job streams cannot be read").isEmpty());
        world.streams.delete(JobStream.START_JOBS);
        world.start("go");
        world.streams.unavailable(false);
        world.awaitResults(2);
    }

    @Test
    void anOffsetThatCouldNotBeSavedIsSavedLaterAndLoggedOnce() throws Exception {
        TestProcess process = world.process();
        AtomicBoolean away = new AtomicBoolean(true);
        process.gate.before((call, _) -> {
            if (call.equals("JobStreams.saveOffset") && away.get()) {
                throw new DependencyUnavailableException(Dependency.REDIS, "away", null);
            }
        });
        EntryId last = world.start("chess");
        process.start();
        world.await("tries", () -> log.lines("offset could not be saved yet").size() > 20);
        away.set(false);
        awaitOffset(JobStream.START_JOBS, last);
        assertThat(log.lines("WARN", "offset could not be saved yet")).hasSize(1);
    }

    private static void standStill(Pause pause) {
        try {
            pause.standStill();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private EntryId addAt(long millis, String game) {
        return world.streams.addAt(
                JobStream.START_JOBS,
                new EntryId(millis, 0),
                List.of(
                        new JobEntry.Field("game_id", game),
                        new JobEntry.Field("image_ref", WorkersWorld.IMAGE),
                        new JobEntry.Field("requested_at_ms", "1")));
    }

    private static Intervals slowInspection() {
        return WorkersWorld.fast(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofMillis(5));
    }

    private void awaitOffset(JobStream stream, EntryId offset) throws InterruptedException {
        world.await(
                "offset " + offset,
                () ->
                        world.streams
                                .savedOffset(stream)
                                .map(StreamOffset::id)
                                .filter(offset::equals)
                                .isPresent());
    }
}
