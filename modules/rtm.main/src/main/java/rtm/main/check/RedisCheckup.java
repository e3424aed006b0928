package rtm.main.check;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import rtm.streams.RedisInspection;
import rtm.streams.RedisStreams;
import rtm.streams.StreamsSettings;

/** Checks Redis: login, that it is the master, that it keeps its data, clock. */
record RedisCheckup(StreamsSettings settings, InstantSource clock) implements Checkup {

    private static final String ITEM = "redis";

    @Override
    public List<Finding> run() {
        RedisInspection seen;
        try (RedisStreams redis = RedisStreams.open(settings, clock)) {
            seen = redis.inspect(clock);
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Finding.ok(
                        ITEM,
                        "Redis %s at %s, a master"
                                .formatted(
                                        seen.version().orElse("of unknown version"),
                                        settings.address())));
        seen.evictionPolicy()
                .filter(policy -> !policy.equals("noeviction"))
                .ifPresent(policy ->
                        findings.add(
                                Finding.warn(
                                        ITEM,
                                        "deletes keys when its memory is full (%s)"
                                                .formatted(policy),
                                        "set maxmemory-policy noeviction: otherwise jobs and"
                                                + " results can be lost")));
        if (seen.appendOnly().filter(kept -> !kept).isPresent()) {
            findings.add(
                    Finding.warn(
                            ITEM,
                            "writes no append-only file",
                            "set appendonly yes: otherwise entries since the last snapshot are"
                                    + " lost when"
                                    + " Redis stops"));
        }
        findings.add(Skew.finding(ITEM, seen.clockAhead()));
        return findings;
    }
}
