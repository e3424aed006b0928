package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static rtm.domain.model.JobStream.START_JOBS;
import static rtm.domain.model.JobStream.STOP_JOBS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobEntry.Field;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;
import rtm.domain.port.JobBacklog;
import rtm.domain.port.JobStreams;
import rtm.domain.port.JobStreams.Batch;
import rtm.domain.port.JobStreams.StreamFacts;

/** The contract of the job streams. */
public abstract class JobStreamsContract {

    private static final Map<JobStream, EntryId> FROM_THE_START =
            Map.of(START_JOBS, EntryId.ZERO, STOP_JOBS, EntryId.ZERO);
    private static final Duration AT_ONCE = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Executor VIRTUAL = Thread.ofVirtual().name("contract-", 0)::start;

    /** For subclasses. */
    protected JobStreamsContract() {}

    /** The implementation, with both streams absent and no offset saved. */
    protected abstract JobStreams streams();

    /** The same implementation's backlog. */
    protected abstract JobBacklog backlog();

    /** Adds an entry to a stream, as Lobby does, and returns its id. */
    protected abstract EntryId add(JobStream stream, List<Field> fields);

    /** Trims every entry below that id away. */
    protected abstract void trimBelow(JobStream stream, EntryId id);

    /** Deletes the key of a stream. */
    protected abstract void delete(JobStream stream);

    /** Replaces a stream's offset with an invalid value. */
    protected abstract void spoilOffset(JobStream stream);

    /** Returns when a {@link JobStreams#read} waits for entries. */
    protected abstract void awaitWaitingReader();

    @Test
    void theKeysOfTheTwoStreamsDiffer() {
        assertThat(streams().key(START_JOBS)).isNotEqualTo(streams().key(STOP_JOBS)).isNotBlank();
    }

    @Test
    void thereIsNoOffsetBeforeOneIsSaved() {
        assertThat(streams().savedOffset(START_JOBS)).isEmpty();
    }

    @Test
    void theOldestUnprocessedEntryIsTheFirstBeyondTheSavedOffset() {
        EntryId first = add(START_JOBS, fields("game_id", "game-1"));
        EntryId second = add(START_JOBS, fields("game_id", "game-2"));

        assertThat(backlog().oldestUnprocessed(START_JOBS)).contains(first);
        assertThat(backlog().oldestUnprocessed(STOP_JOBS)).isEmpty();
        streams().saveOffset(START_JOBS, StreamOffset.at(first));
        assertThat(backlog().oldestUnprocessed(START_JOBS)).contains(second);
        streams().saveOffset(START_JOBS, StreamOffset.at(second));
        assertThat(backlog().oldestUnprocessed(START_JOBS)).isEmpty();
    }

    @Test
    void theSameServerIsKnownAgainWithItsStreams() {
        JobBacklog.Place place = backlog().place();
        assertThat(place.server()).isPresent();
        assertThat(place.streams()).contains(streams().key(START_JOBS), streams().key(STOP_JOBS));
        assertThat(backlog().place()).isEqualTo(place);
    }

    @Test
    void entriesAfterTheOffsetAreCountedUpToABound() {
        assertThat(backlog().unprocessed(START_JOBS)).isZero();
        EntryId first = add(START_JOBS, fields("game_id", "game-1"));
        for (int i = 1; i < 250; i++) {
            add(START_JOBS, fields("game_id", "game-2"));
        }

        assertThat(backlog().unprocessed(START_JOBS)).isEqualTo(250);
        assertThat(backlog().unprocessed(STOP_JOBS)).isZero();
        streams().saveOffset(START_JOBS, StreamOffset.at(first));
        assertThat(backlog().unprocessed(START_JOBS)).isEqualTo(249);
        for (int i = 0; i < JobBacklog.MOST_COUNTED; i++) {
            add(START_JOBS, fields("game_id", "game-3"));
        }
        assertThat(backlog().unprocessed(START_JOBS)).isEqualTo(JobBacklog.MOST_COUNTED);
    }

    @Test
    void theOffsetsOfTheTwoStreamsAreApart() {
        streams().saveOffset(START_JOBS, StreamOffset.at(new EntryId(17, 3)));
        streams().saveOffset(STOP_JOBS, StreamOffset.at(new EntryId(18, 0)));
        streams().saveOffset(START_JOBS, StreamOffset.at(new EntryId(19, 1)));

        assertThat(streams().savedOffset(START_JOBS).map(StreamOffset::id))
                .contains(new EntryId(19, 1));
        assertThat(streams().savedOffset(STOP_JOBS).map(StreamOffset::id))
                .contains(new EntryId(18, 0));
    }

    @Test
    void aSavedOffsetKeepsItsNumber() {
        StreamOffset numbered = new StreamOffset(new EntryId(17, 3), OptionalLong.of(42));
        streams().saveOffset(START_JOBS, numbered);
        assertThat(streams().savedOffset(START_JOBS)).contains(numbered);

        streams().saveOffset(START_JOBS, StreamOffset.at(new EntryId(18, 0)));
        assertThat(streams().savedOffset(START_JOBS)).contains(StreamOffset.at(new EntryId(18, 0)));
    }

    @Test
    void anUnreadableOffsetCountsAsNone() {
        spoilOffset(STOP_JOBS);

        assertThat(streams().savedOffset(STOP_JOBS)).isEmpty();
    }

    @Test
    void aReadGivesTheEntriesOfBothStreams() {
        EntryId start = add(START_JOBS, fields("game_id", "game-1"));
        EntryId stop = add(STOP_JOBS, fields("reason", "cancelled"));

        assertThat(streams().read(FROM_THE_START, 10, LONG).entries())
                .isEqualTo(
                        Map.of(
                                START_JOBS,
                                List.of(
                                        new JobEntry(
                                                START_JOBS, start, fields("game_id", "game-1"))),
                                STOP_JOBS,
                                List.of(
                                        new JobEntry(
                                                STOP_JOBS, stop, fields("reason", "cancelled")))));
    }

    @Test
    void aReadGivesOnlyWhatComesAfterThePosition() {
        EntryId first = add(START_JOBS, fields("n", "1"));
        EntryId second = add(START_JOBS, fields("n", "2"));

        Batch read = streams().read(Map.of(START_JOBS, first, STOP_JOBS, EntryId.ZERO), 10, LONG);

        assertThat(read.of(START_JOBS)).extracting(JobEntry::id).containsExactly(second);
        assertThat(read.of(STOP_JOBS)).isEmpty();
    }

    @Test
    void noStreamGivesMoreThanTheCount() {
        EntryId first = add(START_JOBS, fields("n", "1"));
        EntryId second = add(START_JOBS, fields("n", "2"));
        add(START_JOBS, fields("n", "3"));
        EntryId stop = add(STOP_JOBS, fields("n", "4"));

        Batch read = streams().read(FROM_THE_START, 2, LONG);

        assertThat(read.of(START_JOBS)).extracting(JobEntry::id).containsExactly(first, second);
        assertThat(read.of(STOP_JOBS)).extracting(JobEntry::id).containsExactly(stop);
    }

    @Test
    void repeatedFieldsAreSeenInTheirOrder() {
        List<Field> repeated =
                fields("game_id", "one", "image_ref", "i", "game_id", "two", "game_id", "one");
        add(START_JOBS, repeated);

        assertThat(streams().read(FROM_THE_START, 10, LONG).of(START_JOBS))
                .extracting(JobEntry::fields)
                .containsExactly(repeated);
    }

    @Test
    void aReadWithNothingToReadEndsEmptyAfterItsTime() {
        assertThat(streams().read(FROM_THE_START, 10, AT_ONCE).entries()).isEmpty();
    }

    @Test
    void aReadWaitsForTheFirstEntry() {
        var reading = readInBackground();
        awaitWaitingReader();

        EntryId id = add(STOP_JOBS, fields("n", "1"));

        assertThat(outcome(reading).of(STOP_JOBS)).extracting(JobEntry::id).containsExactly(id);
    }

    @Test
    void wakingEndsAReadThatWaits() {
        var reading = readInBackground();
        awaitWaitingReader();

        streams().wake();

        assertThat(outcome(reading).entries()).isEmpty();
    }

    @Test
    void wakingNobodyLeavesLaterReadsAlone() {
        streams().wake();
        var reading = readInBackground();
        awaitWaitingReader();

        EntryId id = add(START_JOBS, fields("n", "1"));

        assertThat(outcome(reading).of(START_JOBS)).extracting(JobEntry::id).containsExactly(id);
    }

    @Test
    void readsWorkAgainAfterOneWasWoken() {
        var woken = readInBackground();
        awaitWaitingReader();
        streams().wake();
        outcome(woken);

        EntryId id = add(START_JOBS, fields("n", "1"));

        assertThat(streams().read(FROM_THE_START, 10, LONG).of(START_JOBS))
                .extracting(JobEntry::id)
                .containsExactly(id);
    }

    @Test
    void aStreamThatNobodyWroteToIsAbsent() {
        assertThat(streams().facts(START_JOBS)).isEqualTo(StreamFacts.ABSENT);
    }

    @Test
    void factsHaveTheLengthAndTheLastId() {
        add(START_JOBS, fields("n", "1"));
        EntryId last = add(START_JOBS, fields("n", "2"));

        StreamFacts facts = streams().facts(START_JOBS);

        assertThat(facts.exists()).isTrue();
        assertThat(facts.length()).isEqualTo(2);
        assertThat(facts.lastGenerated()).isEqualTo(last);
        assertThat(facts.added().orElse(2)).isEqualTo(2);
    }

    @Test
    void factsHaveTheFirstRemainingEntryAndCountTheRemovedOnes() {
        EntryId first = add(START_JOBS, fields("n", "1"));
        add(START_JOBS, fields("n", "2"));
        EntryId third = add(START_JOBS, fields("n", "3"));
        assertThat(streams().facts(START_JOBS).first()).contains(first);

        trimBelow(START_JOBS, third);

        StreamFacts facts = streams().facts(START_JOBS);
        assertThat(facts.length()).isEqualTo(1);
        assertThat(facts.lastGenerated()).isEqualTo(third);
        assertThat(facts.first()).contains(third);
        assertThat(facts.added().orElse(3)).isEqualTo(3);
    }

    @Test
    void aStreamThatWasDeletedIsAbsent() {
        add(START_JOBS, fields("n", "1"));

        delete(START_JOBS);

        assertThat(streams().facts(START_JOBS)).isEqualTo(StreamFacts.ABSENT);
    }

    private CompletableFuture<Batch> readInBackground() {
        return CompletableFuture.supplyAsync(
                () -> streams().read(FROM_THE_START, 10, LONG), VIRTUAL);
    }

    private static Batch outcome(CompletableFuture<Batch> reading) {
        try {
            return reading.get(5, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError("the read did not end well", failed);
        }
    }

    private static List<Field> fields(String... namesAndValues) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return fields;
    }
}
