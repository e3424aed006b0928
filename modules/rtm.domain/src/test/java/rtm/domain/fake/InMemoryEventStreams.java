package rtm.domain.fake;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;
import rtm.domain.port.EventStreams;

/** The published streams in memory, each message once. */
public final class InMemoryEventStreams implements EventStreams {

    private final Map<String, List<OutboxMessage>> streams = new ConcurrentHashMap<>();
    private final Set<MessageId> added = new HashSet<>();
    private final Set<String> refusing = ConcurrentHashMap.newKeySet();
    private final FakeRedis redis = new FakeRedis();

    /** All streams are empty. */
    public InMemoryEventStreams() {}

    /** Whether every call fails from now on. */
    public void unavailable(boolean away) {
        redis.unavailable(away);
    }

    /** The next calls take effect and then fail, as many as given. */
    public void loseAnswers(int calls) {
        redis.loseAnswers(calls);
    }

    /** From now on this stream refuses messages. */
    public void refuse(String stream) {
        refusing.add(stream);
    }

    /** This stream accepts messages again. */
    public void accept(String stream) {
        refusing.remove(stream);
    }

    /** The messages on a stream, in order. */
    public List<OutboxMessage> messages(String stream) {
        return List.copyOf(streams.getOrDefault(stream, List.of()));
    }

    /** The fields of the messages on a stream, in order. */
    public List<SequencedMap<String, String>> entries(String stream) {
        return messages(stream).stream().map(OutboxMessage::fields).toList();
    }

    @Override
    public void publish(List<OutboxMessage> messages) {
        redis.run(() -> add(messages));
    }

    private synchronized void add(List<OutboxMessage> messages) {
        String stream = messages.getFirst().stream();
        for (OutboxMessage message : messages) {
            if (!message.stream().equals(stream)) {
                throw new IllegalArgumentException("one call publishes to one stream");
            }
            if (added.contains(message.id())) {
                continue;
            }
            if (refusing.contains(stream)) {
                throw new StreamRefusedException(
                        stream + " refuses writes, as the test asked",
                        new IllegalStateException("refused"));
            }
            added.add(message.id());
            streams.computeIfAbsent(stream, _ -> new CopyOnWriteArrayList<>()).add(copy(message));
        }
    }

    private static OutboxMessage copy(OutboxMessage message) {
        return new OutboxMessage(
                message.id(),
                message.stream(),
                message.gameId(),
                new LinkedHashMap<>(message.fields()));
    }
}
