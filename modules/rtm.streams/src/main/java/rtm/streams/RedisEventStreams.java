package rtm.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.OutboxMessage;
import rtm.domain.port.EventStreams;

/** Publishes to Redis streams, each message once, no matter how many attempts it takes. */
final class RedisEventStreams implements EventStreams {

    /** The set of published ids, sorted by time. */
    static final String PUBLISHED = "rtmanager:outbox:published";

    private static final Duration REMEMBERED = Duration.ofDays(1);

    /**
     * Refuses if Redis belongs to another database. Adds an entry for each message whose id is new.
     * If Redis refuses an entry, its id is removed again and the call ends with Redis' error;
     * earlier entries stay. Then old ids are deleted, up to 100 more than the call has added, so
     * that the set does not grow.
     */
    private static final Script<Long> PUBLISH =
            Script.ofNumber(
                            DatabaseMark.GUARD
                                    + """
                                    local refusal = foreign(KEYS[3], ARGV[3])
                                    if refusal then
                                      return refusal
                                    end
                                    local stream, published = KEYS[1], KEYS[2]
                                    local at, added = 4, 0
                                    while at < #ARGV do
                                      local id, length = ARGV[at], tonumber(ARGV[at + 1])
                                      if redis.call('ZADD', published, 'NX', ARGV[1], id) == 1 then
                                        local entry = redis.pcall('XADD', stream, '*', unpack(ARGV, at + 2, at + 1 + length))
                                        if type(entry) == 'table' and entry.err then
                                          redis.call('ZREM', published, id)
                                          return entry
                                        end
                                        added = added + 1
                                      end
                                      at = at + 2 + length
                                    end
                                    local old = redis.call('ZRANGEBYSCORE', published, '-inf', '(' .. ARGV[2], 'LIMIT', 0, added + 100)
                                    for _, id in ipairs(old) do
                                      redis.call('ZREM', published, id)
                                    end
                                    return added
                                    """)
                    .thatWrites();

    private final ReconnectingConnection link;
    private final InstantSource clock;
    private final DatabaseMark mark;

    RedisEventStreams(ReconnectingConnection link, InstantSource clock, DatabaseMark mark) {
        this.mark = mark;
        this.link = link;
        this.clock = clock;
    }

    @Override
    public void publish(List<OutboxMessage> messages) {
        String stream = messages.getFirst().stream();
        List<String> arguments = arguments(stream, messages);
        try {
            PUBLISH.run(link, List.of(stream, PUBLISHED, DatabaseMark.KEY), arguments);
        } catch (DependencyUnavailableException failed) {
            throw Failures.refusal(failed)
                    .<RuntimeException>map(reply ->
                            new StreamRefusedException(
                                    stream + ": " + ErrorReply.said(reply), failed))
                    .orElse(failed);
        }
    }

    private List<String> arguments(String stream, List<OutboxMessage> messages) {
        Instant now = clock.instant();
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(now.toEpochMilli()));
        arguments.add(Long.toString(now.minus(REMEMBERED).toEpochMilli()));
        arguments.add(mark.own());
        for (OutboxMessage message : messages) {
            if (!message.stream().equals(stream)) {
                throw new IllegalArgumentException("one call publishes to one stream");
            }
            arguments.add(message.id().toString());
            arguments.add(Integer.toString(2 * message.fields().size()));
            message.fields()
                    .forEach((name, value) -> {
                        arguments.add(name);
                        arguments.add(value);
                    });
        }
        return arguments;
    }
}
