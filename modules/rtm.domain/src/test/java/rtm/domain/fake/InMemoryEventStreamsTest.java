package rtm.domain.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.contract.EventStreamsContract;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;
import rtm.domain.port.EventStreams;

class InMemoryEventStreamsTest extends EventStreamsContract {

    private static final OutboxMessage MESSAGE =
            new OutboxMessage(
                    new MessageId(new UUID(1, 1)),
                    "runtime:job_results",
                    new GameId("game-1"),
                    new LinkedHashMap<>(Map.of("game_id", "game-1")));

    private final InMemoryEventStreams streams = new InMemoryEventStreams();

    @Override
    protected EventStreams streams() {
        return streams;
    }

    @Override
    protected List<SequencedMap<String, String>> entries(String stream) {
        return streams.entries(stream);
    }

    @Override
    protected void refuseWrites(String stream) {
        streams.refuse(stream);
    }

    @Override
    protected void acceptWrites(String stream) {
        streams.accept(stream);
    }

    @Test
    void whatIsPublishedAgainAfterALostAnswerIsThereOnce() {
        streams.loseAnswers(1);
        assertThatThrownBy(() -> streams.publish(List.of(MESSAGE)))
                .isInstanceOf(DependencyUnavailableException.class);

        streams.publish(List.of(MESSAGE));

        assertThat(streams.messages("runtime:job_results")).hasSize(1);
    }

    @Test
    void nothingIsAddedWhileUnavailable() {
        streams.unavailable(true);
        assertThatThrownBy(() -> streams.publish(List.of(MESSAGE)))
                .isInstanceOf(DependencyUnavailableException.class);
        streams.unavailable(false);

        assertThat(streams.messages("runtime:job_results")).isEmpty();
    }
}
