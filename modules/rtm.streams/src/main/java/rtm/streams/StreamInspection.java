package rtm.streams;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.port.JobStreams.StreamFacts;

/** Reads the reply to XINFO STREAM. */
final class StreamInspection {

    private StreamInspection() {}

    /** Asks what Redis reports about a stream. */
    static StreamFacts ask(ReconnectingConnection link, String key) {
        CommandArgs<byte[], byte[]> stream =
                new CommandArgs<>(ByteArrayCodec.INSTANCE).add("STREAM").addKey(Text.bytes(key));
        try {
            List<@Nullable Object> reply =
                    link.call(redis -> redis.dispatch(CommandType.XINFO, new Replies(), stream));
            return reply.getFirst() instanceof List<?> values ? read(values) : StreamFacts.ABSENT;
        } catch (DependencyUnavailableException failed) {
            if (Failures.refusal(failed).filter(Replies::isNoSuchKey).isPresent()) {
                return StreamFacts.ABSENT;
            }
            throw failed;
        }
    }

    static StreamFacts read(List<?> reply) {
        Map<String, Object> values = values(reply);
        return new StreamFacts(
                true,
                number(values, "length").orElse(0),
                id(values.get("last-generated-id")),
                first(values),
                number(values, "entries-added"));
    }

    private static Optional<EntryId> first(Map<String, Object> values) {
        return values.get("first-entry") instanceof List<?> entry && !entry.isEmpty()
                ? Optional.of(id(entry.getFirst()))
                : Optional.empty();
    }

    private static Map<String, Object> values(List<?> reply) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            Object value = reply.get(i + 1);
            if (value != null) {
                values.put(Text.answer(reply.get(i)), value);
            }
        }
        return values;
    }

    private static OptionalLong number(Map<String, Object> values, String name) {
        return values.get(name) instanceof Long number
                ? OptionalLong.of(number)
                : OptionalLong.empty();
    }

    private static EntryId id(@Nullable Object value) {
        String text = Text.answer(value);
        return text.isEmpty() ? EntryId.ZERO : EntryId.parse(text);
    }
}
