package rtm.domain.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import rtm.domain.contract.JobStreamsContract;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;
import rtm.domain.port.JobBacklog;
import rtm.domain.port.JobStreams;

class InMemoryJobStreamsTest extends JobStreamsContract {

    private final InMemoryJobStreams streams = new InMemoryJobStreams();

    @Override
    protected JobStreams streams() {
        return streams;
    }

    @Override
    protected JobBacklog backlog() {
        return streams;
    }

    @Override
    protected EntryId add(JobStream stream, List<JobEntry.Field> fields) {
        return streams.add(stream, fields);
    }

    @Override
    protected void trimBelow(JobStream stream, EntryId id) {
        streams.trimBelow(stream, id);
    }

    @Override
    protected void delete(JobStream stream) {
        streams.delete(stream);
    }

    @Override
    protected void spoilOffset(JobStream stream) {
        streams.spoilOffset(stream);
    }

    @Override
    protected void awaitWaitingReader() {
        while (!streams.someoneWaits()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aReadThatWaitsFailsWhenRedisGoesAway() {
        var reading =
                CompletableFuture.runAsync(() ->
                        streams.read(
                                Map.of(JobStream.START_JOBS, EntryId.ZERO),
                                1,
                                Duration.ofSeconds(20)));
        awaitWaitingReader();

        streams.unavailable(true);

        assertThatThrownBy(reading::join).hasCauseInstanceOf(DependencyUnavailableException.class);
    }

    @Test
    void aSavedOffsetWhoseAnswerWasLostIsSaved() {
        streams.loseAnswers(1);
        assertThatThrownBy(() ->
                        streams.saveOffset(JobStream.STOP_JOBS, StreamOffset.at(new EntryId(5, 0))))
                .isInstanceOf(DependencyUnavailableException.class);

        assertThat(streams.savedOffset(JobStream.STOP_JOBS).map(StreamOffset::id))
                .contains(new EntryId(5, 0));
    }
}
