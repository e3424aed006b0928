package rtm.domain.model;

import java.util.SequencedMap;

/**
 * A message ready for its stream, as it waits in the outbox.
 *
 * @param id the same at every attempt to publish it
 * @param stream the key of the stream
 * @param gameId the game it is about
 * @param fields names and values of the entry, in order
 */
public record OutboxMessage(
        MessageId id, String stream, GameId gameId, SequencedMap<String, String> fields) {}
