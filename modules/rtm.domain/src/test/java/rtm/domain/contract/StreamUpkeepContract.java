package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.EntryId;
import rtm.domain.model.StreamState;
import rtm.domain.port.upkeep.StreamUpkeep;

/** How every {@link StreamUpkeep} measures and trims. */
public abstract class StreamUpkeepContract {

    private static final String JOBS = "runtime:start_jobs";
    private static final String RESULTS = "runtime:job_results";
    private static final String HEALTH = "runtime:health_events";

    /** For subclasses. */
    protected StreamUpkeepContract() {}

    /** The implementation, with all streams absent and no offset saved. */
    protected abstract StreamUpkeep upkeep();

    /** Adds an entry to a stream. */
    protected abstract EntryId add(String key);

    /** The reader of this stream saves this offset. */
    protected abstract void save(String key, String offset);

    private StreamState state(String key) {
        return of(upkeep().states(), key);
    }

    private static StreamState of(Iterable<StreamState> states, String key) {
        for (StreamState state : states) {
            if (state.key().equals(key)) {
                return state;
            }
        }
        throw new AssertionError(key + " is missing in " + states);
    }

    @ParameterizedTest
    @ValueSource(strings = {JOBS, RESULTS})
    void whatTheReaderHasReadIsTrimmedAndNothingElse(String key) {
        add(key);
        add(key);
        EntryId read = add(key);
        add(key);
        save(key, read.toString());

        assertThat(state(key).length()).isEqualTo(4);
        assertThat(state(key).readTo()).contains(read);
        assertThat(state(key).lag()).hasValue(1);
        assertThat(state(key).kept()).isEmpty();
        assertThat(state(key).trimmed()).isEmpty();

        StreamState trimmed = of(upkeep().trim(), key);
        assertThat(trimmed.trimmed()).hasValue(2);
        assertThat(trimmed.length()).isEqualTo(2);
        assertThat(trimmed.lag()).hasValue(1);
        assertThat(of(upkeep().trim(), key).trimmed()).hasValue(0);
    }

    @Test
    void manyEntriesAreTrimmedToo() {
        EntryId last = add(JOBS);
        for (int i = 0; i < 2_500; i++) {
            last = add(JOBS);
        }
        save(JOBS, last.toString());

        assertThat(of(upkeep().trim(), JOBS).trimmed()).hasValue(2_500);
        assertThat(state(JOBS).length()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "", "$", "12-x"})
    void withoutAnOffsetNothingIsTrimmed(String offset) {
        add(RESULTS);
        add(RESULTS);
        if (!offset.equals("none")) {
            save(RESULTS, offset);
        }

        StreamState state = of(upkeep().trim(), RESULTS);

        assertThat(state.kept()).contains("its reader has saved no offset");
        assertThat(state.length()).isEqualTo(2);
        assertThat(state.lag()).isEmpty();
    }

    @Test
    void anOffsetBeyondTheEndIsNotBelieved() {
        EntryId last = add(RESULTS);
        save(RESULTS, new EntryId(last.millis() + 1_000, 0).toString());

        StreamState state = of(upkeep().trim(), RESULTS);

        assertThat(state.kept()).contains("the offset of its reader is beyond its end");
        assertThat(state.length()).isOne();
    }

    @Test
    void aStreamWhoseReaderIsNotKnownIsOnlyMeasured() {
        add(HEALTH);
        add(HEALTH);

        StreamState state = of(upkeep().trim(), HEALTH);

        assertThat(state.length()).isEqualTo(2);
        assertThat(state.reader()).isEmpty();
        assertThat(state.kept()).contains("its reader is not known");
    }

    @Test
    void streamsThatDoNotExistAreEmpty() {
        assertThat(upkeep().states())
                .hasSize(5)
                .allMatch(state -> state.length() == 0 && state.kept().isPresent());
    }
}
