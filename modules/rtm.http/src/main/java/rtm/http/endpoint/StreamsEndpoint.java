package rtm.http.endpoint;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import rtm.domain.model.EntryId;
import rtm.domain.model.StreamState;
import rtm.domain.port.upkeep.StreamUpkeep;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/**
 * The streams of Redis.
 *
 * @param trims whether what was read is removed first
 */
public record StreamsEndpoint(StreamUpkeep upkeep, boolean trims) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        if (trims) {
            JsonBody.requireNothing(request);
        }
        List<StreamState> states = trims ? upkeep.trim() : upkeep.states();
        return Answer.ok(
                JsonObjectWriter.object(
                        json -> json.objects("items", states, StreamsEndpoint::write)));
    }

    private static void write(JsonObjectWriter json, StreamState state) {
        json.text("stream", state.key())
                .number("length", Optional.of(state.length()))
                .text("reader", state.reader())
                .text("read_to", state.readTo().map(EntryId::toString))
                .number("lag", lag(state.lag()))
                .number("trimmed", trimmed(state.trimmed()))
                .text("kept", state.kept());
    }

    private static Optional<Long> lag(OptionalInt lag) {
        return lag.isPresent() ? Optional.of((long) lag.getAsInt()) : Optional.empty();
    }

    private static Optional<Long> trimmed(OptionalLong trimmed) {
        return trimmed.isPresent() ? Optional.of(trimmed.getAsLong()) : Optional.empty();
    }
}
