package rtm.it;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import rtm.domain.contract.StreamUpkeepContract;
import rtm.domain.model.EntryId;
import rtm.domain.port.upkeep.StreamUpkeep;
import rtm.streams.RedisStreams;
import rtm.testkit.server.RedisServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisStreamUpkeepIT extends StreamUpkeepContract {

    private static final Map<String, String> OFFSETS =
            Map.of(
                    "runtime:start_jobs", "rtmanager:stream_offsets:startjobs",
                    "runtime:job_results", "lobby:stream_offsets:runtime_results");

    private final RedisServer server = RedisServer.shared();
    private RedisStreams redis;

    @BeforeAll
    void open() {
        redis = RedisFixtures.open(RedisFixtures.settings(server));
    }

    @AfterAll
    void close() {
        redis.close();
    }

    @BeforeEach
    void reset() {
        server.reset();
    }

    @Override
    protected StreamUpkeep upkeep() {
        return redis.upkeep();
    }

    @Override
    protected EntryId add(String key) {
        return EntryId.parse(server.commands().xadd(key, "game_id", "g"));
    }

    @Override
    protected void save(String key, String offset) {
        server.commands().set(OFFSETS.get(key), offset);
    }
}
