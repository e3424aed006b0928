package rtm.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;
import rtm.domain.model.StreamState;
import rtm.domain.port.JobStreams;
import rtm.domain.port.JobStreams.StreamFacts;
import rtm.domain.port.upkeep.StreamUpkeep;
import rtm.streams.StreamsSettings.StreamKeys;

/** Measures and trims streams. */
final class RedisStreamUpkeep implements StreamUpkeep {

    /** Where Lobby saves how far it has read the results (contract of Lobby). */
    static final String LOBBY = "lobby:stream_offsets:runtime_results";

    private static final Log LOG = Log.of(RedisStreamUpkeep.class);

    /** KEYS a key of a text; the same for a key of another type as for none. */
    private static final Script<byte @Nullable []> READ =
            Script.ofText(
                    """
                    if redis.call('TYPE', KEYS[1]).ok ~= 'string' then
                      return false
                    end
                    return string.sub(redis.call('GET', KEYS[1]), 1, 64)
                    """);

    /**
     * Removes the oldest entries that are older than one, a hundred at a time, and a thousand in
     * one call, so that Redis is not held up: KEYS the stream; ARGV the id. Redis before 6.2 has no
     * command for it.
     */
    private static final Script<Long> TRIM =
            Script.ofNumber(
                            """
                            local stream, last = KEYS[1], ARGV[1]
                            local removed = 0
                            for _ = 1, 10 do
                              local page = redis.call('XRANGE', stream, '-', last, 'COUNT', 100)
                              local before = removed
                              for _, entry in ipairs(page) do
                                if entry[1] ~= last then
                                  removed = removed + redis.call('XDEL', stream, entry[1])
                                end
                              end
                              if removed == before then
                                break
                              end
                            end
                            return removed
                            """)
                    .thatWrites();

    private final StreamKeys keys;
    private final JobStreams jobs;
    private final ReconnectingConnection commands;

    RedisStreamUpkeep(StreamKeys keys, JobStreams jobs, ReconnectingConnection commands) {
        this.keys = keys;
        this.jobs = jobs;
        this.commands = commands;
    }

    @Override
    public List<StreamState> states() {
        return states(OptionalLong.empty());
    }

    @Override
    public List<StreamState> trim() {
        return states(OptionalLong.of(0));
    }

    /**
     * @param removed zero to remove what was read
     */
    private List<StreamState> states(OptionalLong removed) {
        List<StreamState> states = new ArrayList<>();
        for (JobStream stream : JobStream.values()) {
            states.add(
                    read(
                            jobs.key(stream),
                            "rtmanager",
                            jobs.savedOffset(stream).map(StreamOffset::id),
                            removed));
        }
        states.add(read(keys.jobResults(), "lobby", lobby(), removed));
        states.add(unread(keys.healthEvents(), removed));
        states.add(unread(keys.notificationIntents(), removed));
        return states;
    }

    private Optional<EntryId> lobby() {
        byte[] saved = READ.run(commands, List.of(LOBBY), List.of());
        try {
            return saved == null ? Optional.empty() : Optional.of(EntryId.parse(Text.read(saved)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private StreamState unread(String key, OptionalLong removed) {
        return new StreamState(
                key,
                facts(key).length(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                removed,
                Optional.of("its reader is not known"));
    }

    private StreamState read(
            String key, String reader, Optional<EntryId> readTo, OptionalLong removed) {
        Optional<String> kept = kept(facts(key), readTo);
        long trimmed = removed.isPresent() && kept.isEmpty() ? trim(key, readTo.orElseThrow()) : 0;
        return new StreamState(
                key,
                facts(key).length(),
                Optional.of(reader),
                readTo,
                readTo.map(id -> OptionalInt.of(RedisJobBacklog.count(commands, key, id)))
                        .orElse(OptionalInt.empty()),
                removed.isPresent() ? OptionalLong.of(trimmed) : removed,
                kept);
    }

    /** An offset of another stream, or of before Redis lost its data, says nothing. */
    private static Optional<String> kept(StreamFacts facts, Optional<EntryId> readTo) {
        if (readTo.isEmpty()) {
            return Optional.of("its reader has saved no offset");
        }
        return readTo.get().compareTo(facts.lastGenerated()) > 0
                ? Optional.of("the offset of its reader is beyond its end")
                : Optional.empty();
    }

    private StreamFacts facts(String key) {
        return StreamInspection.ask(commands, key);
    }

    private long trim(String key, EntryId readTo) {
        long all = 0;
        long some;
        do {
            some = TRIM.run(commands, List.of(key), List.of(readTo.toString()));
            all += some;
        } while (some > 0);
        if (all > 0) {
            LOG.info(
                    "stream trimmed",
                    LogField.of("stream", key),
                    LogField.of("entries", all),
                    LogField.of("read_to", readTo));
        }
        return all;
    }
}
