package rtm.domain.model;

import java.util.Optional;
import java.util.SequencedMap;

/**
 * A message in the outbox, ready for its stream.
 *
 * @param id the same at every attempt to publish it
 * @param stream the key of the stream
 * @param gameId the game
 * @param fields the entry's names and values, in order
 * @param traceparent the trace that its publication belongs to, in W3C format, if any
 */
public record OutboxMessage(
        MessageId id,
        String stream,
        GameId gameId,
        SequencedMap<String, String> fields,
        Optional<String> traceparent) {

    /** A message without a trace, or not yet with one. */
    public OutboxMessage(
            MessageId id, String stream, GameId gameId, SequencedMap<String, String> fields) {
        this(id, stream, gameId, fields, Optional.empty());
    }
}
