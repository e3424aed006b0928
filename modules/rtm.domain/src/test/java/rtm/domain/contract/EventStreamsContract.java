package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.model.GameId;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;
import rtm.domain.port.EventStreams;
import rtm.domain.port.EventStreams.StreamRefusedException;

/** The contract of the published streams. */
public abstract class EventStreamsContract {

    private static final String RESULTS = "runtime:job_results";
    private static final String EVENTS = "runtime:health_events";

    /** For subclasses. */
    protected EventStreamsContract() {}

    /** The implementation, with all streams empty. */
    protected abstract EventStreams streams();

    /** The entries of a stream, in order, with their fields in order. */
    protected abstract List<SequencedMap<String, String>> entries(String stream);

    /** From now on this stream refuses writes. */
    protected abstract void refuseWrites(String stream);

    /** This stream takes writes again, and is empty. */
    protected abstract void acceptWrites(String stream);

    @Test
    void messagesArriveInOrderWithTheirFieldsInOrder() {
        streams().publish(List.of(message(1, RESULTS), message(2, RESULTS), message(3, RESULTS)));

        assertThat(entries(RESULTS))
                .extracting(entry -> entry.get("number"))
                .containsExactly("1", "2", "3");
        assertThat(entries(RESULTS).getFirst().sequencedKeySet())
                .containsExactly("number", "empty", "text");
    }

    @Test
    void anyTextArrivesAsItIs() {
        streams().publish(List.of(message(1, RESULTS)));

        assertThat(entries(RESULTS).getFirst())
                .containsEntry("empty", "")
                .containsEntry("text", "a \"quoted\"\r\nline, ünïcode, \uD83D\uDE80 and \u0000");
    }

    @Test
    void publishingAgainAddsNothing() {
        streams().publish(List.of(message(1, RESULTS), message(2, RESULTS)));
        streams().publish(List.of(message(1, RESULTS), message(2, RESULTS)));

        assertThat(entries(RESULTS)).hasSize(2);
    }

    @Test
    void onlyWhatIsMissingOfABatchIsAdded() {
        streams().publish(List.of(message(1, RESULTS)));
        streams().publish(List.of(message(1, RESULTS), message(2, RESULTS)));

        assertThat(entries(RESULTS))
                .extracting(entry -> entry.get("number"))
                .containsExactly("1", "2");
    }

    @Test
    void aStreamThatRefusesWritesHoldsUpNoOther() {
        refuseWrites(RESULTS);

        assertThatThrownBy(() -> streams().publish(List.of(message(1, RESULTS))))
                .isInstanceOf(StreamRefusedException.class)
                .hasMessageContaining(RESULTS);
        streams().publish(List.of(message(2, EVENTS)));

        assertThat(entries(EVENTS)).hasSize(1);
    }

    @Test
    void whatWasRefusedIsAddedOnceTheStreamTakesWritesAgain() {
        refuseWrites(RESULTS);
        List<OutboxMessage> batch = List.of(message(1, RESULTS), message(2, RESULTS));
        assertThatThrownBy(() -> streams().publish(batch))
                .isInstanceOf(StreamRefusedException.class);

        acceptWrites(RESULTS);
        streams().publish(batch);

        assertThat(entries(RESULTS))
                .extracting(entry -> entry.get("number"))
                .containsExactly("1", "2");
    }

    private static OutboxMessage message(int number, String stream) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("number", Integer.toString(number));
        fields.put("empty", "");
        fields.put("text", "a \"quoted\"\r\nline, ünïcode, \uD83D\uDE80 and \u0000");
        return new OutboxMessage(
                new MessageId(new UUID(0xE7, number)), stream, new GameId("game-1"), fields);
    }
}
