package rtm.domain.model;

import java.util.Optional;
import java.util.SequencedMap;

/**
 * A message ready for its stream, as it waits in the outbox.
 *
 * @param id the same at every attempt to publish it
 * @param stream the key of the stream
 * @param gameId the game it is about
 * @param fields names and values of the entry, in order
 * @param traceparent the trace that publishing it is part of, as W3C writes it; empty where there
 *     is none
 */
public record OutboxMessage(
        MessageId id,
        String stream,
        GameId gameId,
        SequencedMap<String, String> fields,
        Optional<String> traceparent) {

    /** A message that is part of no trace, or not yet. */
    public OutboxMessage(
            MessageId id, String stream, GameId gameId, SequencedMap<String, String> fields) {
        this(id, stream, gameId, fields, Optional.empty());
    }
}
