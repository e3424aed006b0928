package rtm.streams;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.port.JobBacklog;
import rtm.domain.port.JobStreams;

/** Finds the first entry after the saved offset. */
final class RedisJobBacklog implements JobBacklog {

    private final JobStreams streams;
    private final ReconnectingConnection commands;

    RedisJobBacklog(JobStreams streams, ReconnectingConnection commands) {
        this.streams = streams;
        this.commands = commands;
    }

    @Override
    public Optional<EntryId> oldestUnprocessed(JobStream stream) {
        EntryId done = streams.savedOffset(stream).orElse(EntryId.ZERO);
        List<StreamMessage<byte[], byte[]>> next =
                commands.call(redis ->
                        redis.xrange(
                                Text.bytes(streams.key(stream)),
                                Range.create(after(done).toString(), "+"),
                                Limit.from(1)));
        return next.stream().findFirst().map(StreamMessage::getId).map(EntryId::parse);
    }

    /** The next higher id; Redis before 6.2 does not support ranges that exclude an end. */
    private static EntryId after(EntryId id) {
        long sequence = id.sequence() + 1;
        return new EntryId(sequence == 0 ? id.millis() + 1 : id.millis(), sequence);
    }
}
